import type { Buckets } from './buckets.ts';
import { queueEndpoint } from './endpoint.ts';
import { EMULATOR_ACCOUNT, EMULATOR_REGION } from './identity.ts';
import type { Seed, SeedBucket, SeedQueue, SeedTopic } from './seed.ts';
import { checkedSeed } from './seed-check.ts';
import { rehearsalOf } from './seed-rehearsal.ts';
import { makeRule } from './seed-rules.ts';
import { accepted, receiverOf } from './seed-values.ts';
import type { Services } from './services.ts';

/** Brings the described state about, or throws a `SeedError` and changes nothing; objects raise no events. */
export function applySeed(services: Services, value: unknown): void {
  const seed = checkedSeed(value);
  carryOut(rehearsalOf(services), seed);
  carryOut(services, seed);
}

function carryOut(services: Services, { queues, topics, buckets, rules }: Seed): void {
  for (const [at, queue] of queues?.entries() ?? [])
    makeQueue(services, typeof queue === 'string' ? { name: queue } : queue, `queues[${at}]`);
  for (const [at, topic] of topics?.entries() ?? [])
    makeTopic(services, typeof topic === 'string' ? { name: topic } : topic, `topics[${at}]`);
  for (const [at, bucket] of buckets?.entries() ?? [])
    makeBucket(services, typeof bucket === 'string' ? { name: bucket } : bucket, `buckets[${at}]`);
  for (const [at, rule] of rules?.entries() ?? []) makeRule(services, rule, `rules[${at}]`);
}

function makeQueue({ queues }: Services, seed: SeedQueue, place: string): void {
  const { name, messages = [], ...attributes } = seed;
  accepted(queues.create(name, attributes), `${place} "${name}"`);
  const queue = accepted(queues.get(name), place);
  for (const [at, body] of messages.entries()) accepted(queue.send({ body }), `${place}.messages[${at}]`);
}

function makeTopic({ topics }: Services, { name, subscriptions = [] }: SeedTopic, place: string): void {
  accepted(topics.create(name, {}), `${place} "${name}"`);
  for (const [at, { name: subscription, to, ...rest }] of subscriptions.entries()) {
    const where = `${place}.subscriptions[${at}]`;
    const { kind, value } = receiverOf(to, `${where}.to`, ['queue', 'http']);
    const endpointText = kind === 'queue' ? queueEndpoint(EMULATOR_REGION, EMULATOR_ACCOUNT, value) : value;
    accepted(topics.subscribe(name, subscription, { ...rest, endpointText }), `${where} "${subscription}"`);
  }
}

function makeBucket(services: Services, seed: SeedBucket, place: string): void {
  const { name, provider = 'oss', objects = [] } = seed;
  const buckets: Buckets = provider === 'ks3' ? services.ks3Buckets : services.buckets;
  const bucket = accepted(buckets.create(name), `${place} "${name}"`);
  for (const [at, { key, text = '', contentType = 'application/octet-stream' }] of objects.entries()) {
    const object = { content: Buffer.from(text), headers: { 'content-type': contentType } };
    accepted(bucket.put(key, object), `${place}.objects[${at}] "${key}"`);
  }
}
