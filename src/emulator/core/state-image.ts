import { applyToBuckets, type BucketImage, bucketChanges } from './bucket-image.ts';
import { GivenAnswers } from './client-tokens.ts';
import type { EventRule } from './event-rule.ts';
import type { Change, Kept, KeptSigningKey, StoredMessage } from './journal.ts';
import type { Ks3Rule } from './ks3-notification.ts';
import { PushImage } from './push-image.ts';
import type { QueueAttributes } from './queue-attributes.ts';
import { noTotals, type QueueTotals } from './queue-totals.ts';
import type { Subscription } from './subscription.ts';
import type { TopicAttributes } from './topic.ts';

export interface QueueImage {
  kept: Kept<QueueAttributes>;
  readonly messages: Map<string, StoredMessage>;
  totals: QueueTotals;
}

export interface TopicImage {
  kept: Kept<TopicAttributes>;
  readonly subscriptions: Map<string, Subscription>;
  published: number;
}

/** The account as its changes, one after the other, leave it; what comes out of a journal and goes into services. */
export class StateImage {
  readonly queues = new Map<string, QueueImage>();
  readonly topics = new Map<string, TopicImage>();
  readonly rules = new Map<string, EventRule>();
  readonly ks3Rules = new Map<string, { readonly rules: readonly Ks3Rule[]; readonly activeAtMs: number }>();
  readonly buckets = new Map<string, BucketImage>();
  readonly pushes = new PushImage();
  readonly answers = new GivenAnswers();
  loggingBucket = '';
  /** Outlives a reset, since receivers have pinned it. */
  signingKey: KeptSigningKey | undefined;

  apply(change: Change): void {
    switch (change.kind) {
      case 'queue':
      case 'queue-gone':
      case 'queue-totals':
      case 'message':
      case 'message-hidden':
      case 'message-gone':
        this.#applyToQueue(change);
        return;
      case 'topic':
      case 'topic-gone':
      case 'published':
      case 'subscription':
      case 'subscription-gone':
        this.#applyToTopic(change);
        return;
      case 'push':
      case 'push-over':
      case 'push-waits':
      case 'ks3-push':
      case 'ks3-push-over':
      case 'ks3-failure':
      case 'ks3-failures-written':
        this.pushes.apply(change);
        return;
      case 'account':
        this.loggingBucket = change.loggingBucket;
        return;
      case 'answered':
        this.answers.set(change.call, change.answer);
        return;
      case 'signing-key':
        this.signingKey = change.key;
        return;
      case 'rule':
        this.rules.set(change.rule.name, change.rule);
        return;
      case 'rule-gone':
        this.rules.delete(change.name);
        return;
      case 'ks3-rules':
        this.ks3Rules.set(change.bucket, { rules: change.rules, activeAtMs: change.activeAtMs });
        return;
      case 'reset':
        this.loggingBucket = '';
        for (const part of [this.queues, this.topics, this.rules, this.ks3Rules, this.buckets]) part.clear();
        this.pushes.clear();
        this.answers.clear();
        return;
      default:
        applyToBuckets(this.buckets, change);
    }
  }

  /** The fewest changes that lead here. */
  *changes(): Generator<Change> {
    yield* this.#queueChanges();
    for (const [name, { kept, subscriptions, published }] of this.topics) {
      yield { kind: 'topic', name, topic: kept };
      if (published > 0) yield { kind: 'published', topic: name, count: published };
      for (const subscription of subscriptions.values())
        yield { kind: 'subscription', topic: name, subscription };
    }
    yield* this.pushes.changes();
    if (this.loggingBucket !== '') yield { kind: 'account', loggingBucket: this.loggingBucket };
    for (const [call, answer] of this.answers) yield { kind: 'answered', call, answer };
    if (this.signingKey !== undefined) yield { kind: 'signing-key', key: this.signingKey };
    for (const rule of this.rules.values()) yield { kind: 'rule', rule };
    for (const [bucket, active] of this.ks3Rules) yield { kind: 'ks3-rules', bucket, ...active };
    for (const bucket of this.buckets.values()) yield* bucketChanges(bucket);
  }

  *#queueChanges(): Generator<Change> {
    for (const [name, { kept, messages, totals }] of this.queues) {
      yield { kind: 'queue', name, queue: kept };
      // Each of the messages is counted once more when it is read.
      yield { kind: 'queue-totals', name, totals: { ...totals, sent: totals.sent - messages.size } };
      for (const message of messages.values()) yield { kind: 'message', queue: name, message };
    }
  }

  #applyToQueue(change: Extract<Change, { kind: `queue${string}` | `message${string}` }>): void {
    switch (change.kind) {
      case 'queue': {
        const held = this.queues.get(change.name);
        if (held === undefined)
          this.queues.set(change.name, { kept: change.queue, messages: new Map(), totals: noTotals });
        else held.kept = change.queue;
        return;
      }
      case 'queue-totals': {
        const held = this.queues.get(change.name);
        if (held !== undefined) held.totals = change.totals;
        return;
      }
      case 'queue-gone':
        this.queues.delete(change.name);
        return;
      case 'message': {
        const held = this.queues.get(change.queue);
        if (held === undefined) return;
        held.messages.set(change.message.id, change.message);
        held.totals = counted(held.totals, 'sent');
        if (change.isDuplicate === true) held.totals = counted(held.totals, 'duplicated');
        return;
      }
      case 'message-hidden': {
        const messages = this.queues.get(change.queue)?.messages;
        const message = messages?.get(change.hidden.id);
        if (message !== undefined)
          messages?.set(message.id, { ...message, ...change.hidden, state: 'inactive' });
        return;
      }
      case 'message-gone': {
        const held = this.queues.get(change.queue);
        if (held?.messages.delete(change.id) === true) held.totals = counted(held.totals, 'deleted');
      }
    }
  }

  #applyToTopic(
    change: Extract<Change, { kind: `topic${string}` | 'published' | `subscription${string}` }>,
  ): void {
    switch (change.kind) {
      case 'topic': {
        const held = this.topics.get(change.name);
        if (held === undefined)
          this.topics.set(change.name, { kept: change.topic, subscriptions: new Map(), published: 0 });
        else held.kept = change.topic;
        return;
      }
      case 'topic-gone':
        this.topics.delete(change.name);
        return;
      case 'published': {
        const held = this.topics.get(change.topic);
        if (held !== undefined) held.published = change.count;
        return;
      }
      case 'subscription':
        this.topics.get(change.topic)?.subscriptions.set(change.subscription.name, change.subscription);
        return;
      case 'subscription-gone':
        this.topics.get(change.topic)?.subscriptions.delete(change.name);
    }
  }
}

const counted = (totals: QueueTotals, word: keyof QueueTotals): QueueTotals => ({
  ...totals,
  [word]: totals[word] + 1,
});
