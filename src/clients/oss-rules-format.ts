/** Rules as the MNS-Open API spells them. What is sent has one form; of what is read, every form ever seen is accepted. */
import { normaliseEventType } from '../domain/event-type.ts';
import { providers } from '../domain/providers/index.ts';
import type { Resource } from '../domain/resource.ts';
import { list, member, parsed, text } from './loose-value.ts';
import { readMatchRules } from './oss-rules-match.ts';
import type { LiveRule, NewRule, Receiver } from './rules.ts';

/** Parameters of CreateEventRule; arrays and objects travel as JSON text. */
export function writeRule(rule: NewRule): Record<string, string> {
  return {
    RuleName: rule.name,
    EventTypes: JSON.stringify(rule.events),
    // One description to an inner list: the documents disagree on whether it means "all of" or "any of".
    MatchRules: JSON.stringify(rule.resources.map((resource) => [writeResource(rule.bucket, resource)])),
    Endpoint: JSON.stringify(writeEndpoint(rule.endpoint)),
  };
}

function writeEndpoint(endpoint: NewRule['endpoint']): Record<string, unknown> {
  const value = endpoint.type === 'http' ? endpoint.urls[0] : endpoint.value;
  return { EndpointType: endpoint.type, EndpointValue: value };
}

/** The bucket is part of the text, with its slash: a bare `photos` would also cover the bucket `photos-2`. */
function writeResource(bucket: string, resource: Resource): Record<string, unknown> {
  if (resource.kind === 'name') return { MatchState: true, Name: `${bucket}/${resource.key}` };
  const suffix = resource.suffix === '' ? {} : { Suffix: resource.suffix };
  return { MatchState: true, Prefix: `${bucket}/${resource.prefix}`, ...suffix };
}

/** A rule of a reply; undefined when it has no name. */
export function readRule(data: unknown): LiveRule | undefined {
  const name = text(member(data, 'RuleName'));
  if (name === '') return undefined;
  const match = readMatchRules(member(data, 'MatchRules'));
  const topic = text(member(data, 'TopicName'));
  const endpoint = readReceiver(member(data, 'Endpoint'));
  return {
    name,
    bucket: match.bucket,
    events: readEvents(member(data, 'EventTypes')),
    resources: match.resources,
    ...(match.narrow && { narrow: match.narrow }),
    ...(topic === '' ? {} : { topic }),
    ...(endpoint === undefined ? {} : { endpoint }),
    subscriptions: list(member(data, 'Subscriptions')).flatMap((item) => readReceiver(item) ?? []),
    ...(match.warnings.length === 0 ? {} : { warnings: match.warnings }),
  };
}

function readEvents(value: unknown): string[] {
  return list(value).map((type) => normaliseEventType(String(type), providers.oss));
}

function readReceiver(value: unknown): Receiver | undefined {
  const receiver = parsed(value);
  const type = text(member(receiver, 'EndpointType')).toLowerCase();
  const endpoint = text(member(receiver, 'EndpointValue'));
  if (type === 'http' || type === 'https') return { type: 'http', value: endpoint };
  // Plain names are documented; ARNs and paths ending in `/queues/<name>` have been seen.
  if (type === 'queue' || type === 'topic') return { type, value: endpoint.split('/').at(-1) ?? endpoint };
  return undefined;
}
