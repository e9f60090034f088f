import type { CallOutResult } from './call-out.ts';
import { createServices } from './create-services.ts';
import { Faults } from './faults.ts';
import { noJournal } from './journal.ts';
import { noTotals } from './queue-totals.ts';
import type { Services } from './services.ts';

/** An account that refuses what the given one would, to try something on: names, attributes, subscriptions, rules; no contents. */
export function rehearsalOf(services: Services): Services {
  const copy = emptyCopyOf(services);
  for (const queue of services.queues.all()) copy.queues.restore(queue.name, queue, [], noTotals);
  for (const topic of services.topics.all())
    copy.topics.restore(topic.name, topic, topic.subscriptions.values(), 0);
  for (const rule of services.rules.all()) copy.rules.restore(rule);
  for (const { bucket, rules } of services.ks3Notifications.all())
    copy.ks3Notifications.restore(bucket, rules, 0);
  for (const { name, createdAtMs } of services.buckets.all()) copy.buckets.restore(name, createdAtMs);
  for (const { name, createdAtMs } of services.ks3Buckets.all()) copy.ks3Buckets.restore(name, createdAtMs);
  return copy;
}

const nobody = (): Promise<CallOutResult> =>
  Promise.resolve({ delivered: false, outcome: 'a rehearsal', reply: '' });

function emptyCopyOf({ clock, limits, buckets }: Services): Services {
  return createServices({
    clock,
    limits,
    strictBuckets: buckets.isStrict,
    activationDelayMs: 0,
    restoreDelayMs: 0,
    pushMessage: nobody,
    callOut: nobody,
    pushIntervalScale: 1,
    random: Math.random,
    faults: new Faults(),
    journal: noJournal,
  });
}
