import { eventTypesIntersect, isKnownEventType } from '../../domain/event-type.ts';
import { providers } from '../../domain/providers/index.ts';
import { isPlainUrl } from './endpoint.ts';
import { Problem } from './problem.ts';

/** One rule of a bucket, in the members of KS3's JSON; what else the document held is kept. */
export interface Ks3Rule {
  readonly RuleId: string;
  readonly Method: 'POST' | 'PUT';
  readonly Events: readonly string[];
  readonly Resources: readonly Ks3Resource[];
  readonly Destinations: readonly Ks3Destination[];
  readonly Report?: Ks3Report;
}

export interface Ks3Resource {
  readonly Prefix: string;
  readonly Suffix: string;
}

export interface Ks3Destination {
  readonly DestType: string;
  readonly CallbackUrl: string;
}

export interface Ks3Report {
  readonly Bucket: string;
  readonly Prefix?: string;
}

const RULES = 10;
const RESOURCES = 5;
const DESTINATIONS = 5;
const AFFIX_BYTES = 1024;
const RULE_ID = /^[a-z][a-zA-Z0-9_]{0,31}$/;

/** The rules of a document, or what is wrong with it. A rule id that is repeated overwrites the one before. */
export function readKs3Rules(document: unknown): Ks3Rule[] | Problem {
  const listed = isRecord(document) ? (document['Notifications'] ?? []) : undefined;
  if (!Array.isArray(listed)) return invalid('Notifications');
  const byId = new Map<string, Ks3Rule>();
  for (const value of listed) {
    const rule = readRule(value);
    if (rule instanceof Problem) return rule;
    byId.set(rule.RuleId, rule);
  }
  const rules = [...byId.values()];
  if (rules.length > RULES) return invalid(`Notifications: more than ${RULES} rules`);
  return conflictOf(rules) ?? rules;
}

function readRule(value: unknown): Ks3Rule | Problem {
  if (!isRecord(value)) return invalid('Notifications');
  const { RuleId, Method = 'POST', Events, Resources = [], Destinations, Report } = value;
  if (typeof RuleId !== 'string' || !RULE_ID.test(RuleId)) return invalid('RuleId');
  if (!isMethod(Method)) return invalid('Method');
  if (!isListOf(Events, isEvent) || Events.length === 0) return invalid('Events');
  if (!isListOf(Resources, isRecord) || Resources.length > RESOURCES) return invalid('Resources');
  const resources: unknown = Resources.map(readResource);
  if (!isListOf(resources, isResource)) return invalid('Resources');
  if (!isListOf(Destinations, isDestination)) return invalid('Destinations');
  if (Destinations.length === 0 || Destinations.length > DESTINATIONS) return invalid('Destinations');
  if (Report !== undefined && !isReport(Report)) return invalid('Report');
  const rule: Ks3Rule = { RuleId, Method, Events, Resources: resources, Destinations };
  return { ...value, ...rule, ...(Report === undefined ? {} : { Report }) };
}

const isMethod = (value: unknown): value is Ks3Rule['Method'] => value === 'POST' || value === 'PUT';

const readResource = ({ Prefix = '', Suffix = '' }: Readonly<Record<string, unknown>>) => ({
  Prefix,
  Suffix,
});

/** Two rules of one event, and two entries of one rule, may overlap neither in prefix nor in suffix together. */
function conflictOf(rules: readonly Ks3Rule[]): Problem | undefined {
  for (const [at, rule] of rules.entries()) {
    if (
      rule.Resources.some((one, index) =>
        rule.Resources.slice(index + 1).some((other) => overlap(one, other)),
      )
    )
      return new Problem('rule-overlap', rule.RuleId);
    const other = rules.slice(at + 1).find((candidate) => rulesOverlap(rule, candidate));
    if (other !== undefined) return new Problem('rule-overlap', `${rule.RuleId} and ${other.RuleId}`);
  }
  return undefined;
}

const rulesOverlap = (one: Ks3Rule, other: Ks3Rule): boolean =>
  one.Events.some((event) => other.Events.some((candidate) => eventTypesIntersect(event, candidate))) &&
  resourcesOf(one).some((a) => resourcesOf(other).some((b) => overlap(a, b)));

const overlap = (one: Ks3Resource, other: Ks3Resource): boolean =>
  (one.Prefix.startsWith(other.Prefix) || other.Prefix.startsWith(one.Prefix)) &&
  (one.Suffix.endsWith(other.Suffix) || other.Suffix.endsWith(one.Suffix));

/** No entry at all means the whole bucket. */
const resourcesOf = ({ Resources }: Ks3Rule): readonly Ks3Resource[] =>
  Resources.length === 0 ? [{ Prefix: '', Suffix: '' }] : Resources;

/** Whether the rule asks for an event of this type on this key. */
export const firesFor = (rule: Ks3Rule, type: string, key: string): boolean =>
  rule.Events.some((event) => eventTypesIntersect(event, type)) &&
  resourcesOf(rule).some(({ Prefix, Suffix }) => key.startsWith(Prefix) && key.endsWith(Suffix));

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isListOf = <Item>(value: unknown, isItem: (item: unknown) => item is Item): value is Item[] =>
  Array.isArray(value) && value.every(isItem);

const isEvent = (value: unknown): value is string =>
  typeof value === 'string' && value.startsWith('ks3:') && isKnownEventType(value, providers.ks3);

const isResource = (value: unknown): value is Ks3Resource =>
  isRecord(value) && [value['Prefix'], value['Suffix']].every(isAffix);

const isAffix = (value: unknown): boolean =>
  typeof value === 'string' && Buffer.byteLength(value) <= AFFIX_BYTES;

const isDestination = (value: unknown): value is Ks3Destination =>
  isRecord(value) &&
  String(value['DestType']).toLowerCase() === 'endpoint' &&
  typeof value['CallbackUrl'] === 'string' &&
  isPlainUrl(value['CallbackUrl']);

const isReport = (value: unknown): value is Ks3Report =>
  isRecord(value) &&
  (value['ReportType'] ?? 'failed') === 'failed' &&
  String(value['Enabled'] ?? true) === 'true' &&
  typeof value['Bucket'] === 'string' &&
  isAffix(value['Prefix'] ?? '');

const invalid = (subject: string): Problem => new Problem('rule-invalid', subject);
