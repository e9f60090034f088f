import { parseResource } from '../../domain/resource.ts';
import type { Buckets } from './buckets.ts';
import type { Description } from './description.ts';
import { queueEndpoint } from './endpoint.ts';
import type { Receiver } from './event-rule.ts';
import { EMULATOR_ACCOUNT, EMULATOR_REGION } from './identity.ts';
import { Problem } from './problem.ts';
import type { QueueAttributes } from './queue-attributes.ts';
import type { Services } from './services.ts';
import type { ContentFormat, NotifyStrategy } from './subscription.ts';

/** A state to start from. Names alone will do where nothing else is said. */
export interface Seed {
  readonly queues?: readonly (string | SeedQueue)[];
  readonly topics?: readonly (string | SeedTopic)[];
  readonly buckets?: readonly (string | SeedBucket)[];
  readonly rules?: readonly SeedRule[];
}

export interface SeedQueue extends Partial<QueueAttributes> {
  readonly name: string;
  /** Bodies of messages that wait in it. */
  readonly messages?: readonly string[];
}

export interface SeedTopic {
  readonly name: string;
  readonly subscriptions?: readonly SeedSubscription[];
}

export interface SeedSubscription {
  readonly name: string;
  /** `queue:NAME` or an http(s) URL. */
  readonly to: string;
  readonly format?: ContentFormat;
  readonly strategy?: NotifyStrategy;
  readonly filterTag?: string;
}

export interface SeedBucket {
  readonly name: string;
  /** Default `oss`. */
  readonly provider?: 'oss' | 'ks3';
  readonly objects?: readonly SeedObject[];
}

export interface SeedObject {
  readonly key: string;
  /** Content as text; default none. */
  readonly text?: string;
  readonly contentType?: string;
}

/** As in a rule file: star notation in `match`, `topic:NAME`, `queue:NAME` or a URL in `to`. */
export interface SeedRule {
  readonly name: string;
  readonly bucket: string;
  readonly events: readonly string[];
  readonly match?: readonly string[];
  readonly to?: readonly string[];
}

/** A seed that the emulator cannot take; the message says where and why. */
export class SeedError extends Error {
  readonly code = 'BadSeed';
}

/** Brings the described state about; objects raise no events. */
export function applySeed(services: Services, seed: Seed): void {
  for (const queue of seed.queues ?? [])
    makeQueue(services, typeof queue === 'string' ? { name: queue } : queue);
  for (const topic of seed.topics ?? [])
    makeTopic(services, typeof topic === 'string' ? { name: topic } : topic);
  for (const bucket of seed.buckets ?? [])
    makeBucket(services, typeof bucket === 'string' ? { name: bucket } : bucket);
  for (const rule of seed.rules ?? []) makeRule(services, rule);
}

function makeQueue({ queues }: Services, { name, messages = [], ...attributes }: SeedQueue): void {
  accepted(queues.create(name, attributes), `queue "${name}"`);
  const queue = accepted(queues.get(name), `queue "${name}"`);
  for (const body of messages) accepted(queue.send({ body }), `a message of queue "${name}"`);
}

function makeTopic({ topics }: Services, { name, subscriptions = [] }: SeedTopic): void {
  accepted(topics.create(name, {}), `topic "${name}"`);
  for (const { name: subscription, to, ...rest } of subscriptions) {
    const { kind, value } = receiverOf(to);
    const endpointText = kind === 'queue' ? queueEndpoint(EMULATOR_REGION, EMULATOR_ACCOUNT, value) : value;
    accepted(
      topics.subscribe(name, subscription, { ...rest, endpointText }),
      `subscription "${subscription}"`,
    );
  }
}

function makeBucket(services: Services, { name, provider = 'oss', objects = [] }: SeedBucket): void {
  const buckets: Buckets = provider === 'ks3' ? services.ks3Buckets : services.buckets;
  const bucket = accepted(buckets.create(name), `bucket "${name}"`);
  for (const { key, text = '', contentType = 'application/octet-stream' } of objects) {
    const object = { content: Buffer.from(text), headers: { 'content-type': contentType } };
    accepted(bucket.put(key, object), `object "${key}"`);
  }
}

function makeRule(services: Services, { name, bucket, events, match = ['*'], to = [] }: SeedRule): void {
  const rule = {
    name,
    eventTypes: events,
    matchRules: match.map((text) => [descriptionOf(bucket, text)]),
    receivers: to.map(receiverOf),
  };
  accepted(services.rules.create(rule), `rule "${name}"`);
  accepted(services.buckets.create(bucket), `bucket "${bucket}"`);
}

function descriptionOf(bucket: string, text: string): Description {
  const parsed = parseResource(text);
  if (!parsed.ok) throw new SeedError(`"${text}" is no resource description`);
  const { resource } = parsed;
  if (resource.kind === 'name') return { matchState: true, name: `${bucket}/${resource.key}` };
  const { prefix, suffix } = resource;
  return { matchState: true, prefix: `${bucket}/${prefix}`, ...(suffix === '' ? {} : { suffix }) };
}

function receiverOf(text: string): Receiver {
  const [, kind, value = ''] = /^(topic|queue):(.+)$/.exec(text) ?? [];
  if (kind === 'topic' || kind === 'queue') return { kind, value };
  if (/^https?:\/\//i.test(text)) return { kind: 'http', value: text };
  throw new SeedError(`"${text}" is neither topic:NAME, queue:NAME nor a URL`);
}

function accepted<Value>(result: Value | Problem, what: string): Value {
  if (!(result instanceof Problem)) return result;
  throw new SeedError(`${what}: ${result.kind}${result.subject === '' ? '' : ` (${result.subject})`}`);
}
