/** Rules as KS3's notification document spells them. Members that are not known here are kept when it is written back. */
import { eventsToSend } from '../domain/desired-rule.ts';
import { normaliseEventType } from '../domain/event-type.ts';
import type { FailureReport, LiveRule } from '../domain/live-rule.ts';
import { providers } from '../domain/providers/index.ts';
import type { Resource } from '../domain/resource.ts';
import { isTrue, list, member, parsed, text } from './loose-value.ts';
import type { NewRule } from './rules.ts';

/** The document as read; `rules` are its elements untouched. */
export interface Ks3Document {
  readonly members: Readonly<Record<string, unknown>>;
  readonly rules: readonly unknown[];
}

/** How a bucket without rules answers is not documented: every form of nothing counts as none. */
export function readDocument(body: string): Ks3Document {
  const value = parsed(body.trim());
  const members = typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  return { members, rules: list(member(members, 'Notifications')) };
}

export function writeDocument({ members }: Ks3Document, rules: readonly unknown[]): Buffer {
  return Buffer.from(JSON.stringify({ ...members, Notifications: rules }));
}

export function ruleIdOf(rule: unknown): string {
  return text(member(rule, 'RuleId'));
}

export function readKs3Rule(rule: unknown, bucket: string): LiveRule | undefined {
  const name = ruleIdOf(rule);
  if (name === '') return undefined;
  const report = readReport(member(rule, 'Report'));
  return {
    name,
    bucket,
    events: list(member(rule, 'Events')).map((type) => normaliseEventType(String(type), providers.ks3)),
    resources: readResources(member(rule, 'Resources')),
    subscriptions: list(member(rule, 'Destinations')).flatMap((destination) => {
      const url = text(member(destination, 'CallbackUrl'));
      return url === '' ? [] : [{ type: 'http' as const, value: url }];
    }),
    method: text(member(rule, 'Method')).toUpperCase() || 'POST',
    ...(report && { report }),
  };
}

/** Without any, a rule speaks of every key, as with an empty prefix and suffix. */
function readResources(value: unknown): Resource[] {
  const resources = list(value).map(readResource);
  return resources.length > 0 ? resources : [readResource({})];
}

function readResource(value: unknown): Resource {
  return { kind: 'pattern', prefix: text(member(value, 'Prefix')), suffix: text(member(value, 'Suffix')) };
}

/** `Enabled` is a boolean to the SDK and a text in the documents. */
function readReport(value: unknown): FailureReport | undefined {
  const bucket = text(member(value, 'Bucket'));
  if (bucket === '' || !isTrue(member(value, 'Enabled') ?? true)) return undefined;
  return { bucket, prefix: text(member(value, 'Prefix')) };
}

/** Whether the service takes a category in place of its events is not documented, so it never gets one. */
export function writeKs3Rule({ name, events, resources, endpoint }: NewRule): Record<string, unknown> {
  const { urls, method, report } =
    endpoint.type === 'http' ? endpoint : { urls: [], method: 'POST', report: undefined };
  return {
    RuleId: name,
    Method: method,
    Events: eventsToSend(events, providers.ks3),
    Resources: resources.map(writeResource),
    Destinations: urls.map((url) => ({ DestType: 'Endpoint', CallbackUrl: url })),
    ...(report && {
      Report: { ReportType: 'failed', Enabled: true, Bucket: report.bucket, Prefix: report.prefix },
    }),
  };
}

function writeResource(resource: Resource): Record<string, string> {
  // Full keys were refused before: KS3 has no such description.
  if (resource.kind === 'name') return { Prefix: resource.key, Suffix: '' };
  return { Prefix: resource.prefix, Suffix: resource.suffix };
}
