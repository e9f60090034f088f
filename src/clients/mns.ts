import type { CredentialsProvider } from './credentials.ts';
import { type MnsMessages, messageOperations } from './mns-messages.ts';
import { type MnsQueues, queueOperations } from './mns-queues.ts';
import { createMnsSigner } from './mns-signer.ts';
import { type MnsSubscriptions, subscriptionOperations } from './mns-subscriptions.ts';
import { type MnsTopics, topicOperations } from './mns-topics.ts';
import { createMnsTransport, mnsOrigin } from './mns-transport.ts';

export type { PeekedMessage, ReceivedMessage } from './mns-message.ts';
export type { FailedReceipt, OutgoingMessage, ReceiveOptions, SendOptions } from './mns-messages.ts';
export type { QueueAttributes, QueueAttributesInput } from './mns-queues.ts';
export type { RefusedMessage, Sent, SentOrRefused } from './mns-sent.ts';
export type { ContentFormat, NotifyStrategy, SubscribeOptions, Subscription } from './mns-subscriptions.ts';
export type { TopicAttributes, TopicAttributesInput } from './mns-topics.ts';

/**
 * The MNS data plane. Every failure is a ServiceError of service `MNS`; an aborted call rejects with an AbortError.
 * Nothing is retried but a repeatable call on a connection that the server had just closed.
 */
export interface MnsClient extends MnsQueues, MnsMessages, MnsTopics, MnsSubscriptions {
  /** Milliseconds by which this computer's clock is ahead of the service's; undefined before its first answer. */
  clockAheadMs(): number | undefined;
  /** Breaks off what is under way and closes the connections. */
  close(): Promise<void>;
}

export interface MnsClientOptions {
  /** `http(s)://host[:port]`, without a path. */
  readonly endpoint: string;
  readonly accountId: string;
  readonly credentials: CredentialsProvider;
  /** Gets one line a request, without secrets and bodies. */
  readonly log?: (line: string) => void;
  /** Milliseconds since 1970, for the signature and for telling clock differences. */
  readonly now?: () => number;
}

export function createMnsClient(options: MnsClientOptions): MnsClient {
  const { accountId, credentials, log, now = Date.now } = options;
  const endpoint = mnsOrigin(options.endpoint);
  const sign = createMnsSigner({ endpoint, accountId, credentials, now });
  const transport = createMnsTransport({ endpoint, sign, now, ...(log === undefined ? {} : { log }) });
  return {
    ...queueOperations(transport),
    ...messageOperations(transport),
    ...topicOperations(transport),
    ...subscriptionOperations(transport),
    clockAheadMs: transport.clockAheadMs,
    close: () => transport.close(),
  };
}
