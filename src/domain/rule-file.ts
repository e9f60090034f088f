import type { DesiredRule } from './desired-rule.ts';
import { validateDesiredParts } from './desired-rule.ts';
import type { Problem } from './problem.ts';
import { type ProviderName, providers } from './providers/index.ts';
import { readFileRule } from './rule-file-rule.ts';
import {
  Complaints,
  isMembers,
  type Members,
  optionalText,
  type Path,
  unknownMembers,
} from './rule-file-value.ts';

/** A rule file's content, whatever it was written in: from plain values to rules, with all that is wrong with them. */

/** A rule, and where in its file it stands; name and bucket are empty where the file does not give them. */
export interface FileRule extends DesiredRule {
  readonly at: Path;
}

/** Rules of one bucket; members that the file leaves out are absent. */
export interface RuleDocument {
  readonly provider: ProviderName;
  readonly region?: string;
  readonly bucket?: string;
  readonly rules: readonly FileRule[];
}

export interface FileProblem extends Problem {
  /** Of the value that it is about. */
  readonly at: Path;
  /** Name of the rule, where it is about one that has one. */
  readonly rule?: string;
}

export interface ReadRuleFile {
  readonly documents: readonly RuleDocument[];
  readonly problems: readonly FileProblem[];
}

const MEMBERS = ['provider', 'region', 'bucket', 'rules'];

/**
 * Reads the documents of a file. Overlap, also within a rule, is looked for among all rules later: so a rule with
 * mistakes stays, with all of it that can be read. A file with problems is only to be checked, never to be applied.
 */
export function readRuleFile(values: readonly unknown[], usual: ProviderName): ReadRuleFile {
  const complaints = new Complaints();
  const documents = values.flatMap((value, index) => readDocument(value, [index], usual, complaints) ?? []);
  return { documents, problems: complaints.problems };
}

function readDocument(
  value: unknown,
  at: Path,
  usual: ProviderName,
  complaints: Complaints,
): RuleDocument | undefined {
  if (!isMembers(value)) {
    complaints.add(at, 'bad-document', 'a document of a rule file is an object with the member rules', SHAPE);
    return undefined;
  }
  unknownMembers(value, MEMBERS, at, complaints);
  const provider = readProvider(value['provider'], [...at, 'provider'], usual, complaints);
  if (provider === undefined) return undefined;
  const bucket = optionalText(value, 'bucket', at, complaints);
  const region = optionalText(value, 'region', at, complaints);
  return {
    provider,
    ...(region !== undefined && { region }),
    ...(bucket !== undefined && { bucket }),
    rules: readRules(value, at, { provider, bucket }, complaints),
  };
}

const SHAPE =
  'write provider, region, bucket, and under rules a list of rules with name, events, match and to';

function readProvider(
  value: unknown,
  at: Path,
  usual: ProviderName,
  complaints: Complaints,
): ProviderName | undefined {
  if (value === undefined || value === null) return usual;
  if (value === 'oss' || value === 'ks3') return value;
  complaints.add(at, 'unknown-provider', `${JSON.stringify(value)} is no provider`, 'write oss or ks3');
  return undefined;
}

function readRules(
  document: Members,
  at: Path,
  place: { readonly provider: ProviderName; readonly bucket: string | undefined },
  complaints: Complaints,
): FileRule[] {
  const list = document['rules'];
  if (!Array.isArray(list)) {
    const message = 'rules is a list of rules';
    complaints.add(list === undefined ? at : [...at, 'rules'], 'bad-rules', message, SHAPE);
    return [];
  }
  const provider = providers[place.provider];
  return list.flatMap((value: unknown, index) => {
    const path = [...at, 'rules', index];
    const read = readFileRule(value, path, { provider, bucket: place.bucket }, complaints);
    if (read === undefined) return [];
    const { rule, sound } = read;
    for (const problem of validateDesiredParts(rule, provider)) {
      // What follows from something that could not be read has been said.
      if (!sound && FOLLOWS.has(problem.code)) continue;
      const where = MEMBER_OF[problem.code];
      complaints.take({
        ...problem,
        at: where ? [...path, where] : path,
        ...(rule.name && { rule: rule.name }),
      });
    }
    return [{ ...rule, at: path }];
  });
}

const FOLLOWS = new Set([
  ...['bad-rule-name', 'bad-bucket-name', 'no-events', 'no-resources'],
  ...['no-destination', 'direct-needs-queue'],
]);

/** Which member of a rule a problem is about. */
const MEMBER_OF: Readonly<Record<string, string>> = {
  'bad-rule-name': 'name',
  'no-events': 'events',
  'unknown-event': 'events',
  'repeated-event': 'events',
  'covered-event': 'events',
  'no-resources': 'match',
  'too-many-resources': 'match',
  'resource-too-long': 'match',
  'impossible-first-character': 'match',
  'exact-name-unsupported': 'match',
  'bad-destination': 'to',
  'too-many-destinations': 'to',
  'several-topics': 'to',
  'direct-needs-queue': 'direct',
  'bad-method': 'method',
  'no-reports': 'report',
  'bad-report': 'report',
  'repeated-destination': 'to',
  'no-style': 'format',
};
