/** What one inner entry of a rule's match rules says, in the service's plain texts over `<bucket>/<key>`. */
export interface Description {
  readonly matchState: boolean;
  /** Full name; when set there is neither prefix nor suffix. */
  readonly name?: string;
  readonly prefix?: string;
  readonly suffix?: string;
}

/** Outer entries: any of them; inner entries: all of them. */
export type MatchRules = readonly (readonly Description[])[];

const OSS_ARN = /^acs:oss:[^:]*:[^:]*:/;

/** Newer clients write ARNs; both spellings mean the same resource. A bare bucket means all that is in it. */
function plain(text: string): string {
  if (!OSS_ARN.test(text)) return text;
  const resource = text.replace(OSS_ARN, '');
  return resource.includes('/') ? resource : `${resource}/`;
}

function bounds({ name, prefix = '', suffix = '' }: Description): {
  prefix: string;
  suffix: string;
  exact: boolean;
} {
  if (name === undefined) return { prefix: plain(prefix), suffix, exact: false };
  const full = plain(name);
  return full.endsWith('/') && full.indexOf('/') === full.length - 1
    ? { prefix: full, suffix: '', exact: false }
    : { prefix: full, suffix: full, exact: true };
}

function covers(description: Description, resource: string): boolean {
  const { prefix, suffix, exact } = bounds(description);
  const within = exact ? resource === prefix : resource.startsWith(prefix) && resource.endsWith(suffix);
  return within === description.matchState;
}

/** Whether an object of this bucket and key is meant. */
export function matchesResource(rules: MatchRules, bucket: string, key: string): boolean {
  const resource = `${bucket}/${key}`;
  return rules.some((all) => all.every((one) => covers(one, resource)));
}

/** Function Compute's documented test for triggers on the same machinery; a negated entry is not judged. */
function intersect(one: Description, other: Description): boolean {
  if (!one.matchState || !other.matchState) return false;
  const a = bounds(one);
  const b = bounds(other);
  if (a.exact && b.exact) return a.prefix === b.prefix;
  if (a.exact) return covers(other, a.prefix);
  if (b.exact) return covers(one, b.prefix);
  const prefixesMeet = a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix);
  const suffixesMeet = a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix);
  return prefixesMeet && suffixesMeet;
}

export const resourcesIntersect = (one: MatchRules, other: MatchRules): boolean =>
  one.some((all) => other.some((others) => all.every((a) => others.every((b) => intersect(a, b)))));

/** Whether two entries of the same rule mean common objects. */
export const overlapsItself = (rules: MatchRules): boolean =>
  rules.some((one, at) => rules.slice(at + 1).some((other) => resourcesIntersect([one], [other])));

/** The bucket that a description names, as far as it can be told. */
export function bucketOf(description: Description): string | undefined {
  const { prefix } = bounds(description);
  const slash = prefix.indexOf('/');
  return slash < 0 ? undefined : prefix.slice(0, slash);
}
