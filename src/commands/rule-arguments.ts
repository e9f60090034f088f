import { type Destination, parseDestination } from '../domain/destination.ts';
import { normaliseEventType } from '../domain/event-type.ts';
import type { Problem } from '../domain/problem.ts';
import type { Provider } from '../domain/providers/index.ts';
import { parseResource, type Resource } from '../domain/resource.ts';
import { type Rule, validateRule } from '../domain/rule.ts';
import { UsageError } from '../errors.ts';

interface RuleArguments {
  readonly name: string;
  readonly bucket: string;
  readonly event: readonly string[];
  readonly match?: readonly string[] | undefined;
  readonly prefix?: readonly string[] | undefined;
  readonly suffix?: readonly string[] | undefined;
  readonly key?: readonly string[] | undefined;
}

/** The rule that the arguments describe. @throws {UsageError} for the first thing that is wrong with it. */
export function readRule(given: RuleArguments, provider: Provider): Rule {
  const rule: Rule = {
    name: given.name,
    bucket: given.bucket,
    events: given.event.map((event) => normaliseEventType(event, provider)),
    resources: readResources(given),
  };
  refuse(validateRule(rule, provider));
  return rule;
}

/** `--match` in the star notation, `--prefix` with `--suffix`, `--key`; without any, every key of the bucket. */
function readResources({ match = [], prefix = [], suffix = [], key = [] }: RuleArguments): Resource[] {
  const resources = [
    ...match.map(readPattern),
    ...readAffixes(prefix, suffix),
    ...key.map((name): Resource => ({ kind: 'name', key: name })),
  ];
  return resources.length > 0 ? resources : [{ kind: 'pattern', prefix: '', suffix: '' }];
}

function readPattern(text: string): Resource {
  const parsed = parseResource(text);
  if (!parsed.ok) throw asUsageError(parsed.problem);
  return parsed.resource;
}

function readAffixes(prefixes: readonly string[], suffixes: readonly string[]): Resource[] {
  if (prefixes.length > 1 && suffixes.length > 0) throw unclearPairs();
  if (suffixes.length > 1 && prefixes.length > 0) throw unclearPairs();
  const [prefix, suffix] = [prefixes[0] ?? '', suffixes[0] ?? ''];
  if (prefixes.length > 1) return prefixes.map((each) => ({ kind: 'pattern', prefix: each, suffix: '' }));
  if (suffixes.length > 1) return suffixes.map((each) => ({ kind: 'pattern', prefix: '', suffix: each }));
  return prefixes.length + suffixes.length > 0 ? [{ kind: 'pattern', prefix, suffix }] : [];
}

function unclearPairs(): UsageError {
  return new UsageError(
    'unclear-pairs',
    'several prefixes and suffixes: which belong together is not clear',
    "write each pair as --match 'PREFIX*SUFFIX'",
  );
}

interface DestinationArguments {
  readonly to?: readonly string[] | undefined;
  readonly direct?: true | undefined;
}

/** @throws {UsageError} when a destination is malformed, or when they cannot be had together. */
export function readDestinations({ to = [], direct }: DestinationArguments): Destination[] {
  const destinations = to.map((text) => {
    const parsed = parseDestination(text);
    if (!parsed.ok) throw asUsageError(parsed.problem);
    return parsed.destination;
  });
  if (destinations.filter(({ kind }) => kind === 'topic').length > 1) {
    throw new UsageError(
      'several-topics',
      'a rule sends to one topic',
      'name one with --to topic:NAME; queues and URLs are subscribed to it',
    );
  }
  if (direct && (destinations.length !== 1 || destinations[0]?.kind !== 'queue')) {
    throw new UsageError(
      'direct-needs-queue',
      '--direct sends to exactly one queue',
      'pass one --to queue:NAME, and nothing else',
    );
  }
  return destinations;
}

function refuse(problems: readonly Problem[]): void {
  const [first] = problems;
  if (first) throw asUsageError(first);
}

export function asUsageError({ code, message, hint }: Problem): UsageError {
  return new UsageError(code, message, hint);
}
