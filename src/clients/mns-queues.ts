/** Operations on queues themselves. */
import { unexpectedAnswer } from './mns-failure.ts';
import { listNames } from './mns-lists.ts';
import type { MnsTransport } from './mns-transport.ts';
import { type Content, writeDocument } from './mns-xml.ts';
import { type Fields, numberOf, readDocument, textOf } from './xml.ts';

/** What can be chosen about a queue; what is left out takes the service's default. */
export interface QueueAttributesInput {
  /** How long a received message stays hidden, 1 to 43200 (30). */
  readonly visibilitySeconds?: number;
  /** 1024 to 65536 (65536). */
  readonly maximumMessageBytes?: number;
  /** How long messages are kept, 60 to 604800 (345600). */
  readonly retentionSeconds?: number;
  /** Delay of every message before it can be received (0). */
  readonly delaySeconds?: number;
  /** Wait of a receive that states none, 0 to 30 (0). */
  readonly pollingWaitSeconds?: number;
}

export interface QueueAttributes extends Required<QueueAttributesInput> {
  readonly name: string;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  /** The three counts are approximate, lag behind, and are due to be retired by the service. */
  readonly activeMessages?: number;
  readonly inactiveMessages?: number;
  readonly delayedMessages?: number;
}

export interface MnsQueues {
  /** Makes a queue; one that exists with other attributes is an error of kind conflict. */
  createQueue(
    name: string,
    attributes?: QueueAttributesInput,
    signal?: AbortSignal,
  ): Promise<'created' | 'existed'>;
  deleteQueue(name: string, signal?: AbortSignal): Promise<void>;
  queueAttributes(name: string, signal?: AbortSignal): Promise<QueueAttributes>;
  /** Changes the attributes given and leaves the others. */
  setQueueAttributes(name: string, attributes: QueueAttributesInput, signal?: AbortSignal): Promise<void>;
  listQueues(prefix?: string, signal?: AbortSignal): Promise<string[]>;
}

export function queuePath(name: string): string {
  return `/queues/${encodeURIComponent(name)}`;
}

export function queueOperations(transport: MnsTransport): MnsQueues {
  return {
    async createQueue(name, attributes = {}, signal) {
      const body = writeDocument('Queue', toWire(attributes));
      const answer = await transport.call({
        method: 'PUT',
        resource: queuePath(name),
        body,
        repeatable: true,
        signal,
      });
      return answer.status === 201 ? 'created' : 'existed';
    },
    async deleteQueue(name, signal) {
      await transport.call({ method: 'DELETE', resource: queuePath(name), repeatable: true, signal });
    },
    async queueAttributes(name, signal) {
      const answer = await transport.call({
        method: 'GET',
        resource: queuePath(name),
        repeatable: true,
        signal,
      });
      const attributes = fromWire(readDocument(answer.text)?.fields ?? {});
      if (attributes === undefined) throw unexpectedAnswer(answer, transport.endpoint);
      return attributes;
    },
    async setQueueAttributes(name, attributes, signal) {
      const body = writeDocument('Queue', toWire(attributes));
      const resource = `${queuePath(name)}?metaoverride=true`;
      await transport.call({ method: 'PUT', resource, body, repeatable: true, signal });
    },
    listQueues(prefix, signal) {
      return listNames(transport, { resource: '/queues', item: 'Queue', prefix, signal });
    },
  };
}

function toWire(attributes: QueueAttributesInput): Record<string, Content> {
  return {
    VisibilityTimeout: attributes.visibilitySeconds,
    MaximumMessageSize: attributes.maximumMessageBytes,
    MessageRetentionPeriod: attributes.retentionSeconds,
    DelaySeconds: attributes.delaySeconds,
    PollingWaitSeconds: attributes.pollingWaitSeconds,
  };
}

function fromWire(fields: Fields): QueueAttributes | undefined {
  const name = textOf(fields, 'QueueName');
  if (name === undefined) return undefined;
  const number = (element: string, fallback: number) => numberOf(fields, element) ?? fallback;
  return {
    name,
    visibilitySeconds: number('VisibilityTimeout', 30),
    maximumMessageBytes: number('MaximumMessageSize', 65_536),
    retentionSeconds: number('MessageRetentionPeriod', 345_600),
    delaySeconds: number('DelaySeconds', 0),
    pollingWaitSeconds: number('PollingWaitSeconds', 0),
    // Times of queues are seconds, unlike those of messages.
    createdAtMs: number('CreateTime', 0) * 1000,
    modifiedAtMs: number('LastModifyTime', 0) * 1000,
    ...counted('activeMessages', numberOf(fields, 'ActiveMessages')),
    ...counted('inactiveMessages', numberOf(fields, 'InactiveMessages')),
    ...counted('delayedMessages', numberOf(fields, 'DelayMessages')),
  };
}

function counted<Name extends string>(name: Name, count: number | undefined): { [key in Name]?: number } {
  const one: { [key in Name]?: number } = {};
  if (count !== undefined) one[name] = count;
  return one;
}
