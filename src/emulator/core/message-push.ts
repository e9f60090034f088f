import type { Journal } from './journal.ts';
import type { Publication } from './publication.ts';
import type { Deliverable, PushResult } from './pushes.ts';
import type { Subscription } from './subscription.ts';
import type { Topics } from './topics.ts';

export interface MessagePush {
  readonly publication: Publication;
  readonly subscription: Subscription;
  readonly url: string;
}

/** By which the journal knows a push again: a publication goes once to each subscription. */
export const messagePushKey = (id: string, subscription: string): string => `${id} ${subscription}`;

export type PushMessage = (push: MessagePush & { requestId: string; atMs: number }) => Promise<PushResult>;

export interface MessagePushOptions extends MessagePush {
  readonly topics: Topics;
  readonly pushMessage: PushMessage;
  readonly journal: Journal;
}

/** A publication on its way to one HTTP subscriber. */
export const messageDeliverable = (options: MessagePushOptions): Deliverable => {
  const { publication, subscription, url, topics, pushMessage, journal } = options;
  return {
    service: 'mns',
    source: publication.topic,
    name: subscription.name,
    url,
    id: publication.id,
    strategy: subscription.strategy,
    startedAtMs: publication.publishedAtMs,
    isWanted: () => topics.find(publication.topic)?.subscriptions.has(subscription.name) === true,
    waits: (progress) =>
      journal.record({
        kind: 'push-waits',
        push: messagePushKey(publication.id, subscription.name),
        progress,
      }),
    over: () => journal.record({ kind: 'push-over', id: publication.id, subscription: subscription.name }),
    attempt: (requestId, atMs) => pushMessage({ publication, subscription, url, requestId, atMs }),
  };
};
