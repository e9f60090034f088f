/** Operations on topics: made, described, published to. */
import { unexpectedAnswer } from './mns-failure.ts';
import { listNames } from './mns-lists.ts';
import { readSent, type Sent } from './mns-sent.ts';
import type { MnsTransport } from './mns-transport.ts';
import { writeDocument } from './mns-xml.ts';
import { numberOf, readDocument, textOf } from './xml.ts';

export interface TopicAttributesInput {
  /** 1024 to 65536 (65536). */
  readonly maximumMessageBytes?: number;
}

export interface TopicAttributes extends Required<TopicAttributesInput> {
  readonly name: string;
  readonly messageCount: number;
  readonly retentionSeconds: number;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
}

export interface MnsTopics {
  createTopic(
    name: string,
    attributes?: TopicAttributesInput,
    signal?: AbortSignal,
  ): Promise<'created' | 'existed'>;
  /** Deletes a topic with its subscriptions. */
  deleteTopic(name: string, signal?: AbortSignal): Promise<void>;
  topicAttributes(name: string, signal?: AbortSignal): Promise<TopicAttributes>;
  listTopics(prefix?: string, signal?: AbortSignal): Promise<string[]>;
  /** `tag` (1 to 16 characters) selects subscriptions with that filter. */
  publish(
    topic: string,
    body: string,
    options?: { readonly tag?: string },
    signal?: AbortSignal,
  ): Promise<Sent>;
}

export function topicPath(name: string): string {
  return `/topics/${encodeURIComponent(name)}`;
}

export function topicOperations(transport: MnsTransport): MnsTopics {
  return {
    async createTopic(name, attributes = {}, signal) {
      const body = writeDocument('Topic', { MaximumMessageSize: attributes.maximumMessageBytes });
      const resource = topicPath(name);
      const answer = await transport.call({ method: 'PUT', resource, body, repeatable: true, signal });
      return answer.status === 201 ? 'created' : 'existed';
    },
    async deleteTopic(name, signal) {
      await transport.call({ method: 'DELETE', resource: topicPath(name), repeatable: true, signal });
    },
    topicAttributes: (name, signal) => topicAttributes(transport, name, signal),
    listTopics(prefix, signal) {
      return listNames(transport, { resource: '/topics', item: 'Topic', prefix, signal });
    },
    async publish(topic, body, options = {}, signal) {
      const xml = writeDocument('Message', { MessageBody: body, MessageTag: options.tag });
      const resource = `${topicPath(topic)}/messages`;
      return readSent(
        await transport.call({ method: 'POST', resource, body: xml, repeatable: false, signal }),
        transport.endpoint,
      );
    },
  };
}

async function topicAttributes(
  transport: MnsTransport,
  name: string,
  signal: AbortSignal | undefined,
): Promise<TopicAttributes> {
  const answer = await transport.call({ method: 'GET', resource: topicPath(name), repeatable: true, signal });
  const fields = readDocument(answer.text)?.fields ?? {};
  const topicName = textOf(fields, 'TopicName');
  if (topicName === undefined) throw unexpectedAnswer(answer, transport.endpoint);
  return {
    name: topicName,
    messageCount: numberOf(fields, 'MessageCount') ?? 0,
    maximumMessageBytes: numberOf(fields, 'MaximumMessageSize') ?? 65_536,
    retentionSeconds: numberOf(fields, 'MessageRetentionPeriod') ?? 86_400,
    createdAtMs: (numberOf(fields, 'CreateTime') ?? 0) * 1000,
    modifiedAtMs: (numberOf(fields, 'LastModifyTime') ?? 0) * 1000,
  };
}
