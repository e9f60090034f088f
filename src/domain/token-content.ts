/** What a token says, judged as the controller in the cluster will read it. */
import type { Problem } from './problem.ts';
import { checkMnsUrl, TOKEN_MEMBERS, type TokenMember } from './token.ts';
import { truncated } from './token-layers.ts';

/** A token's members as they may be shown: the secret, and whatever might be one, is masked. */
export interface ShownContent {
  readonly url?: string;
  readonly accessKeyId?: string;
  readonly accessKeySecret?: string;
  /** Names only: a mis-keyed member may hold the secret. */
  readonly otherMembers?: readonly string[];
}

export interface JudgedContent {
  readonly content?: ShownContent;
  readonly findings: readonly Problem[];
  /** What is unusual and harmless. */
  readonly notes: readonly string[];
}

export function judgeContent(text: string, { anyUrl = false } = {}): JudgedContent {
  const parsed = parseContent(text);
  if ('problem' in parsed) return { findings: [parsed.problem], notes: [] };
  const { members } = parsed;
  return {
    content: show(members),
    findings: [
      ...parsed.findings,
      ...memberFindings(members),
      ...urlFindings(members, anyUrl),
      ...keyFindings(members),
    ],
    notes: notesOn(text, members),
  };
}

type Members = ReadonlyMap<string, unknown>;

type ParsedContent =
  | { readonly members: Members; readonly findings: readonly Problem[] }
  | { readonly problem: Problem };

function parseContent(text: string): ParsedContent {
  const value = parseJson(text);
  if (value === undefined) return { problem: notJson(text.trim()) };
  if (typeof value === 'string') {
    const inner = parseContent(value);
    return 'problem' in inner ? inner : { ...inner, findings: [jsonInString(), ...inner.findings] };
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return { problem: notAnObject() };
  return { members: new Map(Object.entries(value)), findings: [] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function memberFindings(members: Members): Problem[] {
  return TOKEN_MEMBERS.flatMap((name) => {
    const value = members.get(name);
    if (value === undefined) return [missing(name, likelyNames(members, name))];
    if (typeof value !== 'string') return [notAString(name)];
    // An empty URL gets the finding of its own.
    if (value === '') return name === 'url' ? [] : [empty(name)];
    return value === value.trim() ? [] : [blanks(name, value)];
  });
}

/** Other spellings under which people put a member, so that the finding can name it. */
const LIKELY: Readonly<Record<TokenMember, RegExp>> = {
  url: /^(url|uri|host|(mns)?(endpoint|url))$/,
  accessKeyId: /^(access)?key(id)?$|^accessid$|^(ak|id)$/,
  accessKeySecret: /^(access)?(key)?secret$|^secret(access)?key$|^sk$/,
};

function likelyNames(members: Members, name: TokenMember): string[] {
  const known: readonly string[] = TOKEN_MEMBERS;
  return [...members.keys()].filter(
    (other) => !known.includes(other) && LIKELY[name].test(other.toLowerCase().replace(/[^a-z]/g, '')),
  );
}

function urlFindings(members: Members, anyUrl: boolean): Problem[] {
  const url = members.get('url');
  if (typeof url !== 'string' || (anyUrl && url !== '')) return [];
  const problem = checkMnsUrl(url.trim());
  // A value that is no URL may be a secret in the wrong place, so it is not quoted.
  return problem ? [looksLikeUrl(url) || url === '' ? problem : { ...problem, message: NO_URL }] : [];
}

const NO_URL = 'url holds something that is not a URL (not shown: it may be a secret)';

function keyFindings(members: Members): Problem[] {
  const [id, secret] = [members.get('accessKeyId'), members.get('accessKeySecret')];
  return [
    ...(isSwapped(id, secret) ? [swapped()] : []),
    ...(typeof id === 'string' && /^STS\./.test(id) ? [temporary()] : []),
    ...([...members.keys()].some((name) => /securitytoken/i.test(name)) ? [securityToken()] : []),
  ];
}

/** Access key ids of RAM users begin so (service documents); no secret does. */
const KEY_ID = /^LTAI/;

function isSwapped(id: unknown, secret: unknown): boolean {
  return typeof id === 'string' && typeof secret === 'string' && KEY_ID.test(secret) && !KEY_ID.test(id);
}

function show(members: Members): ShownContent {
  const [url, id, secret] = TOKEN_MEMBERS.map((name) => members.get(name));
  const known: readonly string[] = TOKEN_MEMBERS;
  const otherMembers = [...members.keys()].filter((name) => !known.includes(name));
  return {
    ...(typeof url === 'string' && { url: url === '' || looksLikeUrl(url) ? url : mask(url) }),
    ...(typeof id === 'string' && { accessKeyId: isSwapped(id, secret) ? mask(id) : id }),
    ...(typeof secret === 'string' && { accessKeySecret: mask(secret) }),
    ...(otherMembers.length > 0 && { otherMembers }),
  };
}

function looksLikeUrl(text: string): boolean {
  // User names and passwords belong to no MNS URL; one that has them is not shown.
  return /^\s*https?:\/\/[^@]*$/.test(text);
}

function mask(secret: string): string {
  return secret === '' ? '' : `******** (${secret.length} characters)`;
}

function notesOn(text: string, members: Members): string[] {
  return [
    ...(text === text.trim() ? [] : ['white space around the JSON, such as the line feed of echo: harmless']),
    ...(TOKEN_MEMBERS.some((name) => /^x+$/i.test(String(members.get(name))))
      ? ['a value is a placeholder made of x, as in the sample of the documentation']
      : []),
  ];
}

function notJson(text: string): Problem {
  if (text.startsWith('{') && !text.endsWith('}')) return truncated('its JSON has no end');
  if (!text.startsWith('{') && text.endsWith('}')) return truncated('its JSON has no beginning');
  return {
    code: 'not-json',
    message: 'the token is not valid JSON (not shown: it holds the secret)',
    hint: /[\u201c\u201d\u2018\u2019]/.test(text)
      ? 'it has typographic quotes; write straight ones, or use: ossnotify token'
      : 'a shell may have eaten its quotes or backslashes; use: ossnotify token',
  };
}

function notAnObject(): Problem {
  return {
    code: 'not-an-object',
    message: 'the token is JSON, but no object with url, accessKeyId and accessKeySecret',
    hint: 'print it anew with: ossnotify token',
  };
}

function jsonInString(): Problem {
  return {
    code: 'json-in-string',
    message: 'the JSON was written as a string within JSON: the controller expects the object itself',
    hint: 'encode the object once, or use: ossnotify token',
  };
}

function missing(name: TokenMember, others: readonly string[]): Problem {
  const instead = others.length > 0 ? `, but there is ${others.join(', ')}` : '';
  return {
    code: 'missing-field',
    message: `${name} is missing${instead}`,
    hint: `the names are exactly ${TOKEN_MEMBERS.join(', ')}`,
  };
}

function notAString(name: TokenMember): Problem {
  return { code: 'not-a-string', message: `${name} is not a string`, hint: 'write its value in quotes' };
}

function empty(name: TokenMember): Problem {
  return {
    code: 'empty-field',
    message: `${name} is empty`,
    hint: 'was a variable unset? ossnotify token refuses empty credentials',
  };
}

function blanks(name: TokenMember, value: string): Problem {
  const what = /[\r\n]/.test(value) ? 'a line break' : 'white space';
  return {
    code: 'blank-in-field',
    message: `${name} begins or ends with ${what}, so the service will refuse it`,
    hint: 'it came along from a file or a command; strip it before encoding',
  };
}

function swapped(): Problem {
  return {
    code: 'swapped-keys',
    message: 'accessKeyId and accessKeySecret are exchanged: the id begins with LTAI',
    hint: 'exchange the two values',
  };
}

function temporary(): Problem {
  return {
    code: 'temporary-credentials',
    message: 'the access key is a temporary one (STS): it expires, and its security token has no place here',
    hint: 'use the AccessKey pair of a RAM user',
  };
}

function securityToken(): Problem {
  return {
    code: 'temporary-credentials',
    message: 'there is a security token, which the controller does not read: temporary keys will not work',
    hint: 'use the AccessKey pair of a RAM user',
  };
}
