import { type DesiredRule, FORMATS, RETRIES, USUAL_STYLE } from './desired-rule.ts';
import { type Destination, parseDestination } from './destination.ts';
import { normaliseEventType } from './event-type.ts';
import type { FailureReport } from './live-rule.ts';
import type { Provider } from './providers/index.ts';
import { parseResource, type Resource } from './resource.ts';
import {
  type Complaints,
  isMembers,
  type Members,
  optionalChoice,
  optionalText,
  optionalTexts,
  type Path,
  unknownMembers,
} from './rule-file-value.ts';

const MEMBERS = ['name', 'bucket', 'events', 'match', 'to', 'direct', 'format', 'retry', 'method', 'report'];

const EVERY_KEY: readonly Resource[] = [{ kind: 'pattern', prefix: '', suffix: '' }];

interface Place {
  readonly provider: Provider;
  /** The document's, for rules that name none. */
  readonly bucket: string | undefined;
}

export interface ReadRule {
  readonly rule: DesiredRule;
  /** False when something in it could not be read: then the rule is only a part of what was meant. */
  readonly sound: boolean;
}

/** One rule of a file, as far as it can be read. */
export function readFileRule(
  value: unknown,
  at: Path,
  { provider, bucket }: Place,
  complaints: Complaints,
): ReadRule | undefined {
  if (!isMembers(value)) {
    complaints.add(at, 'bad-rule', 'a rule is an object', `its members are: ${MEMBERS.join(', ')}`);
    return undefined;
  }
  unknownMembers(value, MEMBERS, at, complaints);
  const soundSoFar = complaints.problems.length;
  const ownBucket = optionalText(value, 'bucket', at, complaints) ?? bucket;
  if (ownBucket === undefined)
    complaints.add(at, 'no-bucket', 'the rule has no bucket', 'name it beside rules, or in the rule');
  const rule: DesiredRule = {
    name: optionalText(value, 'name', at, complaints) ?? nameless(at, complaints, soundSoFar),
    bucket: ownBucket ?? '',
    events: (optionalTexts(value, 'events', at, complaints) ?? []).flatMap((event) =>
      event === undefined ? [] : [normaliseEventType(event, provider)],
    ),
    resources: readMatch(value, at, complaints),
    destinations: readTo(value, at, complaints),
    ...readDelivery(value, at, provider, complaints),
  };
  // A member that means nothing is a mistake, but no reason not to compare the rule.
  return { rule, sound: complaints.problems.length === soundSoFar };
}

function nameless(at: Path, complaints: Complaints, before: number): string {
  const said = complaints.problems.slice(before).some((problem) => problem.at.at(-1) === 'name');
  if (!said) complaints.add(at, 'no-name', 'the rule has no name', 'give it one: name: NAME');
  return '';
}

function readMatch(value: Members, at: Path, complaints: Complaints): readonly Resource[] {
  const texts = optionalTexts(value, 'match', at, complaints);
  if (texts === undefined) return EVERY_KEY;
  return texts.flatMap((text, index) => {
    if (text === undefined) return [];
    const parsed = parseResource(text);
    if (parsed.ok) return [parsed.resource];
    complaints.take({ ...parsed.problem, at: [...at, 'match', index] });
    return [];
  });
}

function readTo(value: Members, at: Path, complaints: Complaints): Destination[] {
  return (optionalTexts(value, 'to', at, complaints) ?? []).flatMap((text, index) => {
    if (text === undefined) return [];
    const parsed = parseDestination(text);
    if (parsed.ok) return [parsed.destination];
    complaints.take({ ...parsed.problem, at: [...at, 'to', index] });
    return [];
  });
}

type Delivery = Pick<DesiredRule, 'direct' | 'style' | 'method' | 'report'>;

function readDelivery(value: Members, at: Path, provider: Provider, complaints: Complaints): Delivery {
  const format = optionalChoice(value, 'format', FORMATS, at, complaints);
  const retry = optionalChoice(value, 'retry', RETRIES, at, complaints);
  const method = optionalText(value, 'method', at, complaints) ?? provider.callbackMethods[0];
  const report = readReport(value, at, complaints);
  return {
    ...(readDirect(value, at, complaints) && { direct: true }),
    ...((format || retry) && {
      style: { ...USUAL_STYLE, ...(format && { format }), ...(retry && { retry }) },
    }),
    ...(method !== undefined && { method }),
    ...(report && { report }),
  };
}

function readDirect(value: Members, at: Path, complaints: Complaints): boolean {
  const given = value['direct'] ?? false;
  if (typeof given === 'boolean') return given;
  complaints.add([...at, 'direct'], 'bad-value', 'direct is true or false', 'write true or false');
  return false;
}

function readReport(value: Members, at: Path, complaints: Complaints): FailureReport | undefined {
  const text = optionalText(value, 'report', at, complaints);
  return text === undefined ? undefined : parseReport(text);
}

/** `BUCKET[/PREFIX]`. */
export function parseReport(text: string): FailureReport {
  const slash = text.indexOf('/');
  return slash === -1
    ? { bucket: text, prefix: '' }
    : { bucket: text.slice(0, slash), prefix: text.slice(slash + 1) };
}

export function formatReport({ bucket, prefix }: FailureReport): string {
  return prefix === '' ? bucket : `${bucket}/${prefix}`;
}
