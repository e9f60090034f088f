/** What a token says, judged as the controller in the cluster will read it. */
import type { Problem } from '../problem.ts';
import { checkHttpUrl, checkMnsUrl, TOKEN_MEMBERS, type TokenMember } from '../token.ts';
import { finding } from './finding.ts';
import { type Members, parseContent } from './parse-content.ts';
import {
  isShowableName,
  isSwapped,
  isUnlikelyId,
  maySeeUrl,
  type ShownContent,
  shownContent,
} from './shown-content.ts';

export interface JudgedContent {
  readonly content?: ShownContent;
  readonly findings: readonly Problem[];
  /** What is unusual and harmless. */
  readonly notes: readonly string[];
}

export function judgeContent(text: string, { anyUrl = false } = {}): JudgedContent {
  const { members, findings } = parseContent(text);
  if (members === undefined) return { findings, notes: [] };
  return {
    content: shownContent(members),
    findings: [
      ...findings,
      ...TOKEN_MEMBERS.flatMap((name) => memberFindings(name, members)),
      ...urlFindings(members, anyUrl),
      ...keyFindings(members),
    ],
    notes: notesOn(text, members),
  };
}

function memberFindings(name: TokenMember, members: Members): Problem[] {
  const value = members.get(name);
  if (value === undefined) return [missing(name, members)];
  if (typeof value !== 'string') return [finding('not-a-string', `${name} is not a string`)];
  // An empty URL gets a finding of its own.
  if (value === '') return name === 'url' ? [] : [finding('empty-field', `${name} is empty`)];
  if (/^\S+$/.test(value)) return [];
  const what = /[\r\n]/.test(value) ? 'a line break' : 'white space';
  const place = value === value.trim() ? 'holds' : 'begins or ends with';
  const message = `${name} ${place} ${what}, so the service will refuse it`;
  return [finding('blank-in-field', message)];
}

/** Other spellings under which people put a member, so that the finding can name it. */
const LIKELY: Readonly<Record<TokenMember, RegExp>> = {
  url: /^(url|uri|host|(mns)?(endpoint|url))$/,
  accessKeyId: /^(access)?key(id)?$|^accessid$|^(ak|id)$/,
  accessKeySecret: /^(access)?(key)?secret$|^secret(access)?key$|^sk$/,
};

function missing(name: TokenMember, members: Members): Problem {
  const known: readonly string[] = TOKEN_MEMBERS;
  const likely = [...members.keys()].filter(
    (other) =>
      !known.includes(other) &&
      isShowableName(other) &&
      LIKELY[name].test(other.toLowerCase().replace(/[^a-z]/g, '')),
  );
  const instead = likely.length > 0 ? `, but there is ${likely.join(', ')}` : '';
  return finding('missing-field', `${name} is missing${instead}`);
}

function urlFindings(members: Members, anyUrl: boolean): Problem[] {
  const url = members.get('url');
  if (typeof url !== 'string') return [];
  const problem = anyUrl ? checkHttpUrl(url.trim()) : checkMnsUrl(url.trim());
  if (problem === undefined) return [];
  const message = maySeeUrl(url)
    ? problem.message
    : 'url holds something that is no URL (not shown: it may be a secret)';
  return [{ ...problem, message }];
}

function keyFindings(members: Members): Problem[] {
  const findings: Problem[] = [];
  if (isSwapped(members))
    findings.push(
      finding('swapped-keys', 'accessKeyId and accessKeySecret are exchanged: ids begin with LTAI'),
    );
  else if (isUnlikelyId(members))
    findings.push(
      finding('unlikely-id', 'accessKeyId looks like no AccessKey ID (not shown: it may be the secret)'),
    );
  if (/^STS\./.test(String(members.get('accessKeyId'))))
    findings.push(finding('temporary-credentials', 'the access key is a temporary one (STS), which expires'));
  if ([...members.keys()].some((name) => /securitytoken/i.test(name)))
    findings.push(
      finding('temporary-credentials', 'there is a security token, which the controller does not read'),
    );
  return findings;
}

function notesOn(text: string, members: Members): string[] {
  const isPlaceholder = (name: TokenMember) => /^x+$/i.test(String(members.get(name)));
  return [
    ...(text === text.trim() ? [] : ['white space around the JSON, such as the line feed of echo: harmless']),
    ...(TOKEN_MEMBERS.some(isPlaceholder)
      ? ['a value is a placeholder made of x, as in the sample of the documentation']
      : []),
  ];
}
