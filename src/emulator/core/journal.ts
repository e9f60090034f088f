import type { GivenAnswer } from './client-tokens.ts';
import type { EventRule } from './event-rule.ts';
import type { Ks3Report, Ks3Rule } from './ks3-notification.ts';
import type { Ks3Push } from './ks3-push.ts';
import type { FailedDelivery } from './ks3-reports.ts';
import type { BucketLabels, ObjectLabels } from './labels.ts';
import type { Message } from './message.ts';
import type { MessagePush } from './message-push.ts';
import type { Part } from './multipart.ts';
import type { DeleteMarker, Versioning } from './object-versions.ts';
import type { PushProgress } from './pushes.ts';
import type { QueueAttributes } from './queue-attributes.ts';
import type { QueueTotals } from './queue-totals.ts';
import type { StoredObject } from './stored-object.ts';
import type { Subscription } from './subscription.ts';
import type { TopicAttributes } from './topic.ts';

export type ProviderName = 'oss' | 'ks3';

export type StoredMessage = Omit<Message, 'hiddenSlot'>;

export interface HiddenMessage {
  readonly id: string;
  readonly receipt: string;
  readonly visibleAtMs: number;
  readonly firstDequeuedAtMs: number;
  readonly dequeueCount: number;
}

/** Attributes and times of a queue or topic. */
export interface Kept<Attributes> {
  readonly attributes: Attributes;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
}

export interface StartedUpload extends ObjectLabels {
  readonly id: string;
  readonly key: string;
  readonly startedAtMs: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly storageClass?: string;
}

/** The key that pushes are signed with, and the certificate that receivers have pinned; both in PEM. */
export interface KeptSigningKey {
  readonly privateKeyPem: string;
  readonly certificatePem: string;
}

interface InBucket {
  readonly provider: ProviderName;
  readonly bucket: string;
}

/** Everything that can happen to the account's state; contents stand in Base64 once they are written down. */
export type Change<Content = Buffer> =
  | { readonly kind: 'queue'; readonly name: string; readonly queue: Kept<QueueAttributes> }
  | { readonly kind: 'queue-gone'; readonly name: string }
  | {
      readonly kind: 'message';
      readonly queue: string;
      readonly message: StoredMessage;
      /** Put in once more by a fault. */
      readonly isDuplicate?: boolean;
    }
  /** Of before the messages that follow; stands where a journal was written anew. */
  | { readonly kind: 'queue-totals'; readonly name: string; readonly totals: QueueTotals }
  | { readonly kind: 'message-hidden'; readonly queue: string; readonly hidden: HiddenMessage }
  | { readonly kind: 'message-gone'; readonly queue: string; readonly id: string }
  | { readonly kind: 'topic'; readonly name: string; readonly topic: Kept<TopicAttributes> }
  | { readonly kind: 'topic-gone'; readonly name: string }
  | { readonly kind: 'published'; readonly topic: string; readonly count: number }
  | { readonly kind: 'subscription'; readonly topic: string; readonly subscription: Subscription }
  | { readonly kind: 'subscription-gone'; readonly topic: string; readonly name: string }
  | { readonly kind: 'push'; readonly push: MessagePush }
  | { readonly kind: 'push-over'; readonly id: string; readonly subscription: string }
  | { readonly kind: 'ks3-push'; readonly push: Ks3Push }
  | { readonly kind: 'ks3-push-over'; readonly push: string }
  | { readonly kind: 'push-waits'; readonly push: string; readonly progress: PushProgress }
  | { readonly kind: 'ks3-failure'; readonly report: Ks3Report; readonly failure: FailedDelivery }
  | { readonly kind: 'ks3-failures-written' }
  | { readonly kind: 'account'; readonly loggingBucket: string }
  | { readonly kind: 'answered'; readonly call: string; readonly answer: GivenAnswer }
  | { readonly kind: 'signing-key'; readonly key: KeptSigningKey }
  | { readonly kind: 'rule'; readonly rule: EventRule }
  | { readonly kind: 'rule-gone'; readonly name: string }
  | {
      readonly kind: 'ks3-rules';
      readonly bucket: string;
      readonly rules: readonly Ks3Rule[];
      readonly activeAtMs: number;
    }
  | ({ readonly kind: 'bucket'; readonly createdAtMs: number } & InBucket)
  | ({ readonly kind: 'bucket-gone' } & InBucket)
  | ({
      readonly kind: 'object';
      readonly object: Omit<StoredObject, 'content'>;
      readonly content: Content;
    } & InBucket)
  /** Contents put behind those of the object, which is told as it then is. */
  | ({
      readonly kind: 'object-appended';
      readonly object: Omit<StoredObject, 'content'>;
      readonly content: Content;
    } & InBucket)
  /** One of its versions, with everything but its content told anew. */
  | ({ readonly kind: 'object-amended'; readonly object: Omit<StoredObject, 'content'> } & InBucket)
  | ({ readonly kind: 'object-gone'; readonly key: string } & InBucket)
  | ({ readonly kind: 'bucket-versioning'; readonly versioning: Versioning } & InBucket)
  | ({ readonly kind: 'bucket-labels'; readonly labels: BucketLabels } & InBucket)
  | ({ readonly kind: 'object-retired'; readonly key: string } & InBucket)
  | ({ readonly kind: 'delete-marker'; readonly marker: DeleteMarker } & InBucket)
  | ({ readonly kind: 'version-gone'; readonly key: string; readonly versionId: string } & InBucket)
  | ({ readonly kind: 'upload'; readonly upload: StartedUpload } & InBucket)
  | ({
      readonly kind: 'part';
      readonly id: string;
      readonly part: Omit<Part, 'content'>;
      readonly content: Content;
    } & InBucket)
  | ({ readonly kind: 'upload-gone'; readonly id: string } & InBucket)
  | { readonly kind: 'reset' };

/** Is told of every change as it happens. */
export interface Journal {
  /** False when nothing is kept; then what is costly to say need not be said. */
  readonly isKept: boolean;
  record(change: Change): void;
  /** Returns once what was recorded would survive the end of the process; throws when it would not, as on a full disk. */
  flush(): void;
}

export const noJournal: Journal = { isKept: false, record: () => undefined, flush: () => undefined };
