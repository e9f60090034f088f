import {
  type DeliveryStyle,
  type DesiredRule,
  USUAL_STYLE,
  validateDesiredParts,
} from '../domain/desired-rule.ts';
import { type Destination, parseDestination } from '../domain/destination.ts';
import { isKnownEventType, normaliseEventType, suggestEventType } from '../domain/event-type.ts';
import type { Problem } from '../domain/problem.ts';
import type { Provider } from '../domain/providers/index.ts';
import { parseResource, type Resource } from '../domain/resource.ts';
import { parseReport } from '../domain/rule-file-rule.ts';
import { UsageError } from '../errors.ts';
import { asUsageError } from './problem-error.ts';

export interface RuleArguments {
  readonly name: string;
  readonly bucket: string;
  readonly event: readonly string[];
  readonly match?: readonly string[] | undefined;
  readonly prefix?: readonly string[] | undefined;
  readonly suffix?: readonly string[] | undefined;
  readonly key?: readonly string[] | undefined;
  readonly to?: readonly string[] | undefined;
  readonly direct?: true | undefined;
  readonly format?: DeliveryStyle['format'] | undefined;
  readonly retry?: DeliveryStyle['retry'] | undefined;
  readonly method?: string | undefined;
  readonly report?: string | undefined;
}

/**
 * The rule that the arguments describe; overlap among its own descriptions is judged with all other overlap.
 * @throws {UsageError} for the first thing that is wrong with it.
 */
export function readRule(given: RuleArguments, provider: Provider): DesiredRule {
  const { to = [], direct, format, retry, report } = given;
  const method = given.method ?? provider.callbackMethods[0];
  const rule: DesiredRule = {
    name: given.name,
    bucket: given.bucket,
    events: given.event.map((event) => normaliseEventType(event, provider)),
    resources: readResources(given),
    destinations: to.map(readDestination),
    ...(direct && { direct }),
    ...((format || retry) && {
      style: { ...USUAL_STYLE, ...(format && { format }), ...(retry && { retry }) },
    }),
    ...(method !== undefined && { method }),
    ...(report !== undefined && { report: parseReport(report) }),
  };
  refuse(validateDesiredParts(rule, provider));
  return rule;
}

/** `--match` in the star notation, or `--prefix` with `--suffix`, or `--key`; without any, every key of the bucket. */
function readResources({ match = [], prefix = [], suffix = [], key = [] }: RuleArguments): Resource[] {
  requireOneWay({ '--match': match, '--prefix and --suffix': [...prefix, ...suffix], '--key': key });
  const resources = [
    ...match.map(readPattern),
    ...readAffixes(prefix, suffix),
    ...key.map((name): Resource => ({ kind: 'name', key: name })),
  ];
  return resources.length > 0 ? resources : [{ kind: 'pattern', prefix: '', suffix: '' }];
}

function requireOneWay(ways: Readonly<Record<string, readonly string[]>>): void {
  const used = Object.entries(ways).flatMap(([way, texts]) => (texts.length > 0 ? [way] : []));
  if (used.length <= 1) return;
  throw new UsageError(
    'several-ways',
    `keys are described in ${used.length} ways at once: ${used.join(', ')}`,
    "use one of them: --match 'PREFIX*SUFFIX' says all that the others do, and is repeatable",
  );
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

function readDestination(text: string): Destination {
  const parsed = parseDestination(text);
  if (!parsed.ok) throw asUsageError(parsed.problem);
  return parsed.destination;
}

function refuse(problems: readonly Problem[]): void {
  const [first] = problems;
  if (first) throw asUsageError(first);
}

/** One event type in the provider's spelling. @throws {UsageError} when the provider has no such type. */
export function readEventType(text: string, provider: Provider): string {
  if (isKnownEventType(text, provider)) return normaliseEventType(text, provider);
  const suggestion = suggestEventType(text, provider);
  throw new UsageError(
    'unknown-event',
    `${provider.label} has no event type ${text}`,
    `${suggestion === undefined ? '' : `did you mean ${suggestion}? `}known ones are listed by: ossnotify events --provider ${provider.name}`,
  );
}
