/** Operations on a topic's subscriptions. */
import { unexpectedAnswer } from './mns-failure.ts';
import { listNames } from './mns-lists.ts';
import { topicPath } from './mns-topics.ts';
import type { MnsTransport } from './mns-transport.ts';
import { writeDocument } from './mns-xml.ts';
import { numberOf, readDocument, textOf } from './xml.ts';

export type ContentFormat = 'SIMPLIFIED' | 'JSON' | 'XML';
export type NotifyStrategy = 'BACKOFF_RETRY' | 'EXPONENTIAL_DECAY_RETRY';

export interface SubscribeOptions {
  /** `acs:mns:<region>:<account>:queues/<name>` or an http(s) URL. */
  readonly endpoint: string;
  /** What the receiver gets: the bare body (SIMPLIFIED) or an envelope; the service's own default is XML. */
  readonly format?: ContentFormat;
  readonly strategy?: NotifyStrategy;
  /** Only messages published with this tag. */
  readonly filterTag?: string;
}

/** Formats and strategies that later service versions may add come as they are. */
export interface Subscription {
  readonly topic: string;
  readonly name: string;
  readonly endpoint: string;
  readonly format: string;
  readonly strategy: string;
  readonly filterTag?: string;
  readonly createdAtMs: number;
}

export interface MnsSubscriptions {
  /** Subscribes; a subscription of that name with any other attribute is an error of kind conflict. */
  subscribe(
    topic: string,
    name: string,
    options: SubscribeOptions,
    signal?: AbortSignal,
  ): Promise<'created' | 'existed'>;
  unsubscribe(topic: string, name: string, signal?: AbortSignal): Promise<void>;
  subscription(topic: string, name: string, signal?: AbortSignal): Promise<Subscription>;
  listSubscriptions(topic: string, signal?: AbortSignal): Promise<string[]>;
}

export function subscriptionOperations(transport: MnsTransport): MnsSubscriptions {
  return {
    async subscribe(topic, name, { endpoint, filterTag, strategy, format }, signal) {
      const body = writeDocument('Subscription', {
        Endpoint: endpoint,
        FilterTag: filterTag,
        NotifyStrategy: strategy,
        NotifyContentFormat: format,
      });
      const resource = subscriptionPath(topic, name);
      const answer = await transport.call({ method: 'PUT', resource, body, repeatable: true, signal });
      return answer.status === 201 ? 'created' : 'existed';
    },
    async unsubscribe(topic, name, signal) {
      const resource = subscriptionPath(topic, name);
      await transport.call({ method: 'DELETE', resource, repeatable: true, signal });
    },
    subscription: (topic, name, signal) => subscription(transport, topic, name, signal),
    listSubscriptions(topic, signal) {
      return listNames(transport, {
        resource: `${topicPath(topic)}/subscriptions`,
        item: 'Subscription',
        signal,
      });
    },
  };
}

function subscriptionPath(topic: string, name: string): string {
  return `${topicPath(topic)}/subscriptions/${encodeURIComponent(name)}`;
}

async function subscription(
  transport: MnsTransport,
  topic: string,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Subscription> {
  const resource = subscriptionPath(topic, name);
  const answer = await transport.call({ method: 'GET', resource, repeatable: true, signal });
  const fields = readDocument(answer.text)?.fields ?? {};
  const endpoint = textOf(fields, 'Endpoint');
  if (endpoint === undefined) throw unexpectedAnswer(answer, transport.endpoint);
  const filterTag = textOf(fields, 'FilterTag');
  return {
    topic,
    name,
    endpoint,
    format: textOf(fields, 'NotifyContentFormat') ?? 'XML',
    strategy: textOf(fields, 'NotifyStrategy') ?? 'BACKOFF_RETRY',
    ...(filterTag === undefined || filterTag === '' ? {} : { filterTag }),
    createdAtMs: (numberOf(fields, 'CreateTime') ?? 0) * 1000,
  };
}
