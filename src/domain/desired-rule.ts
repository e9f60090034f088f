import { type Destination, formatDestination } from './destination.ts';
import { expandEventType, normaliseEventType } from './event-type.ts';
import type { FailureReport } from './live-rule.ts';
import { maskedUrl } from './masked-url.ts';
import type { Problem } from './problem.ts';
import type { Provider } from './providers/index.ts';
import { type Rule, validateParts, validateRule } from './rule.ts';

/** How a subscription that a rule makes hands over its messages; the service's words for them are the client's. */
export interface DeliveryStyle {
  readonly format: (typeof FORMATS)[number];
  readonly retry: (typeof RETRIES)[number];
}

export const FORMATS = ['simplified', 'json', 'xml'] as const;
export const RETRIES = ['backoff', 'decay'] as const;

/** The bare message, tried again three times. */
export const USUAL_STYLE: DeliveryStyle = { format: 'simplified', retry: 'backoff' };

/** A rule as somebody wants it: what it notifies of, and where its messages go. */
export interface DesiredRule extends Rule {
  readonly destinations: readonly Destination[];
  /** Straight to the one queue, without a topic. */
  readonly direct?: boolean;
  readonly style?: DeliveryStyle;
  /** KS3: how the callbacks are made. */
  readonly method?: string;
  /** KS3: where failed deliveries are listed. */
  readonly report?: FailureReport;
}

/** Everything that is wrong with the rule and its destinations, before anything is sent. */
export function validateDesiredRule(rule: DesiredRule, provider: Provider): Problem[] {
  return [...validateRule(rule, provider), ...checkDestinations(rule, provider)];
}

/** The same but for overlap among its own descriptions. */
export function validateDesiredParts(rule: DesiredRule, provider: Provider): Problem[] {
  const problems = validateParts(rule, provider);
  for (const problem of checkDestinations(rule, provider)) problems.push(problem);
  return problems;
}

/** The event types as they travel to the provider. */
export function eventsToSend(events: readonly string[], provider: Provider): string[] {
  const types = events.map((event) => normaliseEventType(event, provider));
  return provider.sendsWildcards
    ? types
    : [...new Set(types.flatMap((type) => expandEventType(type, provider)))];
}

function checkDestinations(rule: DesiredRule, provider: Provider): Problem[] {
  const { destinations } = rule;
  const { kinds, most, required } = provider.destinations;
  const strange = destinations.filter(({ kind }) => !kinds.includes(kind));
  return [
    ...strange.slice(0, 1).map(({ kind }) => unsupported(kind, provider)),
    ...(required && destinations.length === 0 ? [noDestination(provider)] : []),
    ...(destinations.length > most ? [tooMany(destinations.length, provider)] : []),
    ...checkTopics(rule),
    ...checkDirect(rule),
    ...checkMethod(rule, provider),
    ...checkRepeated(rule),
    ...checkStyle(rule, provider),
    ...checkReport(rule, provider),
  ];
}

function unsupported(kind: string, { label, destinations }: Provider): Problem {
  const message = `${label} sends to no ${kind}`;
  return { code: 'bad-destination', message, hint: `it sends to: ${destinations.kinds.join(', ')}` };
}

function noDestination({ label }: Provider): Problem {
  const message = `a rule of ${label} needs a URL to call`;
  return { code: 'no-destination', message, hint: 'name one to five with --to URL (in a file: to)' };
}

function tooMany(count: number, { label, destinations }: Provider): Problem {
  const message = `the rule has ${count} destinations, ${label} takes at most ${destinations.most}`;
  return { code: 'too-many-destinations', message, hint: 'leave some out, or make a second rule' };
}

function checkTopics({ destinations }: DesiredRule): Problem[] {
  if (destinations.filter(({ kind }) => kind === 'topic').length <= 1) return [];
  const hint = 'name one with --to topic:NAME (in a file: to); queues and URLs are subscribed to it';
  return [{ code: 'several-topics', message: 'a rule sends to one topic', hint }];
}

function checkDirect({ direct, destinations }: DesiredRule): Problem[] {
  if (!direct || (destinations.length === 1 && destinations[0]?.kind === 'queue')) return [];
  const message = 'direct delivery goes to exactly one queue';
  return [
    {
      code: 'direct-needs-queue',
      message,
      hint: 'name one with --to queue:NAME (in a file: to), and nothing else',
    },
  ];
}

function checkMethod({ method }: DesiredRule, { label, callbackMethods }: Provider): Problem[] {
  if (method === undefined || callbackMethods.includes(method)) return [];
  const none = callbackMethods.length === 0;
  const message = none
    ? `${label} leaves no choice of a callback method`
    : `${JSON.stringify(method)} is no callback method`;
  const hint = none ? 'leave it out' : `choose one of: ${callbackMethods.join(', ')}`;
  return [{ code: 'bad-method', message, hint }];
}

function checkRepeated({ destinations }: DesiredRule): Problem[] {
  const texts = destinations.map(formatDestination);
  const again = texts.find((text, at) => texts.indexOf(text) < at);
  if (again === undefined) return [];
  return [
    { code: 'repeated-destination', message: `${maskedUrl(again)} is given twice`, hint: 'give it once' },
  ];
}

/** Whoever calls URLs itself, as KS3 does, has one form of message and one way to try again. */
function checkStyle({ style }: DesiredRule, { label, callbackMethods }: Provider): Problem[] {
  if (style === undefined || callbackMethods.length === 0) return [];
  const message = `${label} leaves no choice of format and retry`;
  return [{ code: 'no-style', message, hint: 'leave format and retry out' }];
}

function checkReport(
  { report }: DesiredRule,
  { label, failureReports, bucketName, maxKeyBytes }: Provider,
): Problem[] {
  if (report === undefined) return [];
  if (!failureReports) {
    const message = `${label} lists no failed deliveries in a bucket`;
    return [{ code: 'no-reports', message, hint: 'leave the report out' }];
  }
  if (!bucketName.pattern.test(report.bucket)) {
    const message = `${JSON.stringify(report.bucket)} is no bucket name for the report`;
    return [
      { code: 'bad-report', message, hint: `write BUCKET[/PREFIX]; a bucket name has ${bucketName.rule}` },
    ];
  }
  const bytes = Buffer.byteLength(report.prefix);
  if (bytes <= maxKeyBytes) return [];
  const message = `the report's prefix has ${bytes} bytes, ${label} takes at most ${maxKeyBytes}`;
  return [{ code: 'bad-report', message, hint: 'shorten the prefix' }];
}
