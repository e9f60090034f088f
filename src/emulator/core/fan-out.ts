import { contentFor, type Publication } from './publication.ts';
import type { Queues } from './queues.ts';
import { accepts, type Subscription } from './subscription.ts';
import type { Topic } from './topic.ts';

/** Sends a publication to an HTTP endpoint, now and again until the strategy gives up. */
export type Push = (publication: Publication, subscription: Subscription, url: string) => void;

/** Gives every subscription that wants it its copy of a publication. */
export function fanOut({ subscriptions }: Topic, publication: Publication, queues: Queues, push: Push): void {
  for (const subscription of subscriptions.values()) {
    if (!accepts(subscription, publication.tag)) continue;
    const { endpoint } = subscription;
    if (endpoint.kind === 'http') push(publication, subscription, endpoint.url);
    if (endpoint.kind === 'queue') deliver(publication, subscription, queues, endpoint.queue);
  }
}

/** User properties travel outside the envelope, as those of the queue's message. A queue that is gone gets nothing. */
function deliver(publication: Publication, subscription: Subscription, queues: Queues, queue: string): void {
  const { userProperties } = publication;
  queues.find(queue)?.deliver({
    body: contentFor(publication, subscription),
    ...(userProperties === undefined ? {} : { userProperties }),
  });
}
