/** Reads the match rules of the MNS-Open API: which bucket and keys a live rule speaks of. */
import { intersectionOf } from '../domain/overlap-entry.ts';
import type { Resource } from '../domain/resource.ts';
import { isTrue, list, member, text } from './loose-value.ts';

export interface ReadMatch {
  /** Empty when the rule names none. */
  readonly bucket: string;
  readonly resources: readonly Resource[];
  /** The same, should the descriptions of one entry all have to hold; absent where no entry has several. */
  readonly narrow?: readonly Resource[];
  /** What could be read in more than one way. */
  readonly warnings: readonly string[];
}

interface Description {
  readonly bucket: string;
  readonly resource: Resource;
  readonly warning?: string;
}

export function readMatchRules(value: unknown): ReadMatch {
  const groups = list(value).map((group) => (Array.isArray(group) ? group : [group]));
  const matches = groups.flat();
  const descriptions = matches.filter(isPositive).map(readMatch);
  const bucket = descriptions.find((description) => description.bucket !== '')?.bucket ?? '';
  const foreign = descriptions.filter((description) => description.bucket !== bucket);
  const narrow = groups.some((group) => group.length > 1) && { narrow: narrowed(groups, bucket) };
  return {
    bucket,
    ...narrow,
    resources: descriptions.filter((entry) => entry.bucket === bucket).map(({ resource }) => resource),
    warnings: [
      ...groups.filter((group) => group.length > 1).map(severalWarning),
      ...matches.filter((match) => !isPositive(match)).map(negationWarning),
      ...descriptions.flatMap(({ warning }) => warning ?? []),
      ...foreign.map(foreignWarning),
    ],
  };
}

/** What is left of each entry: nothing of one that names no key together. */
function narrowed(groups: readonly (readonly unknown[])[], bucket: string): Resource[] {
  return groups.flatMap((group) => {
    const descriptions = group.filter(isPositive).map(readMatch);
    const resources = descriptions.filter((one) => one.bucket === bucket).map(({ resource }) => resource);
    return intersectionOf(resources) ?? [];
  });
}

function isPositive(match: unknown): boolean {
  const state = member(match, 'MatchState');
  return state === undefined || state === null || isTrue(state);
}

function readMatch(match: unknown): Description {
  const name = text(member(match, 'Name'));
  const suffix = text(member(match, 'Suffix'));
  if (name !== '') return readName(name);
  return readPrefix(text(member(match, 'Prefix')), suffix);
}

function readName(name: string): Description {
  const { bucket, rest } = splitBucket(name);
  if (rest !== undefined && rest !== '') return { bucket, resource: { kind: 'name', key: rest } };
  return {
    bucket,
    resource: { kind: 'pattern', prefix: '', suffix: '' },
    warning: `the full name ${JSON.stringify(name)} names no key: read as the whole bucket`,
  };
}

function readPrefix(prefix: string, suffix: string): Description {
  const { bucket, rest, isArn } = splitBucket(prefix);
  const resource: Resource = { kind: 'pattern', prefix: rest ?? '', suffix };
  if (prefix === '') return { bucket, resource, warning: 'a description names no bucket' };
  if (rest !== undefined || isArn) return { bucket, resource };
  return {
    bucket,
    resource,
    warning: `the prefix ${JSON.stringify(prefix)} has no slash: read as the whole bucket of that name`,
  };
}

/** `<bucket>/<rest>` is documented, `acs:oss:<region>:<account>:<bucket>[/<rest>]` comes from infrastructure as code. */
function splitBucket(given: string): { bucket: string; rest: string | undefined; isArn: boolean } {
  const arn = /^acs:oss:[^:]*:[^:]*:(.*)$/s.exec(given)?.[1];
  const path = arn ?? given;
  const slash = path.indexOf('/');
  const isArn = arn !== undefined;
  if (slash === -1) return { bucket: path, rest: undefined, isArn };
  return { bucket: path.slice(0, slash), rest: path.slice(slash + 1), isArn };
}

function severalWarning(group: readonly unknown[]): string {
  return `one entry holds ${group.length} descriptions, of which the service may want all or any: judged under both meanings`;
}

function negationWarning(match: unknown): string {
  const described =
    text(member(match, 'Name')) || text(member(match, 'Prefix')) || text(member(match, 'Suffix'));
  return `the description ${JSON.stringify(described)} has MatchState false, a negation: left out here`;
}

function foreignWarning({ bucket }: Description): string {
  return bucket === ''
    ? 'a description without a bucket is left out'
    : `a description of another bucket, ${bucket}, is left out`;
}
