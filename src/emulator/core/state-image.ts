import type { EventRule } from './event-rule.ts';
import type { Change, Kept, KeptSigningKey, ProviderName, StartedUpload, StoredMessage } from './journal.ts';
import type { Ks3Rule } from './ks3-notification.ts';
import type { Part } from './multipart.ts';
import { isMarker, type ObjectVersion, ObjectVersions, type Versioning } from './object-versions.ts';
import { PushImage } from './push-image.ts';
import type { QueueAttributes } from './queue-attributes.ts';
import type { Subscription } from './subscription.ts';
import type { TopicAttributes } from './topic.ts';

export interface QueueImage {
  kept: Kept<QueueAttributes>;
  readonly messages: Map<string, StoredMessage>;
}

export interface TopicImage {
  kept: Kept<TopicAttributes>;
  readonly subscriptions: Map<string, Subscription>;
}

export interface UploadImage {
  readonly upload: StartedUpload;
  readonly parts: Map<number, Part>;
}

interface BucketPlace {
  readonly provider: ProviderName;
  readonly bucket: string;
}

export interface BucketImage {
  readonly provider: ProviderName;
  readonly name: string;
  readonly createdAtMs: number;
  versioning?: Versioning;
  readonly versions: ObjectVersions;
  readonly uploads: Map<string, UploadImage>;
}

/** The account as its changes, one after the other, leave it; what comes out of a journal and goes into services. */
export class StateImage {
  readonly queues = new Map<string, QueueImage>();
  readonly topics = new Map<string, TopicImage>();
  readonly rules = new Map<string, EventRule>();
  readonly ks3Rules = new Map<string, { readonly rules: readonly Ks3Rule[]; readonly activeAtMs: number }>();
  readonly buckets = new Map<string, BucketImage>();
  readonly pushes = new PushImage();
  /** Outlives a reset, since receivers have pinned it. */
  signingKey: KeptSigningKey | undefined;

  apply(change: Change): void {
    switch (change.kind) {
      case 'queue':
      case 'queue-gone':
      case 'message':
      case 'message-hidden':
      case 'message-gone':
        this.#applyToQueue(change);
        return;
      case 'topic':
      case 'topic-gone':
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
        for (const part of [this.queues, this.topics, this.rules, this.ks3Rules, this.buckets, this.pushes])
          part.clear();
        return;
      default:
        this.#applyToBucket(change);
    }
  }

  /** The fewest changes that lead here. */
  *changes(): Generator<Change> {
    yield* this.#queueChanges();
    for (const [name, { kept, subscriptions }] of this.topics) {
      yield { kind: 'topic', name, topic: kept };
      for (const subscription of subscriptions.values())
        yield { kind: 'subscription', topic: name, subscription };
    }
    yield* this.pushes.changes();
    if (this.signingKey !== undefined) yield { kind: 'signing-key', key: this.signingKey };
    for (const rule of this.rules.values()) yield { kind: 'rule', rule };
    for (const [bucket, active] of this.ks3Rules) yield { kind: 'ks3-rules', bucket, ...active };
    for (const bucket of this.buckets.values()) yield* bucketChanges(bucket);
  }

  *#queueChanges(): Generator<Change> {
    for (const [name, { kept, messages }] of this.queues) {
      yield { kind: 'queue', name, queue: kept };
      for (const message of messages.values()) yield { kind: 'message', queue: name, message };
    }
  }

  #applyToQueue(change: Extract<Change, { kind: 'queue' | 'queue-gone' | `message${string}` }>): void {
    switch (change.kind) {
      case 'queue': {
        const held = this.queues.get(change.name);
        if (held === undefined) this.queues.set(change.name, { kept: change.queue, messages: new Map() });
        else held.kept = change.queue;
        return;
      }
      case 'queue-gone':
        this.queues.delete(change.name);
        return;
      case 'message':
        this.queues.get(change.queue)?.messages.set(change.message.id, change.message);
        return;
      case 'message-hidden': {
        const messages = this.queues.get(change.queue)?.messages;
        const message = messages?.get(change.hidden.id);
        if (message !== undefined)
          messages?.set(message.id, { ...message, ...change.hidden, state: 'inactive' });
        return;
      }
      case 'message-gone':
        this.queues.get(change.queue)?.messages.delete(change.id);
    }
  }

  #applyToTopic(change: Extract<Change, { kind: `topic${string}` | `subscription${string}` }>): void {
    switch (change.kind) {
      case 'topic': {
        const held = this.topics.get(change.name);
        if (held === undefined)
          this.topics.set(change.name, { kept: change.topic, subscriptions: new Map() });
        else held.kept = change.topic;
        return;
      }
      case 'topic-gone':
        this.topics.delete(change.name);
        return;
      case 'subscription':
        this.topics.get(change.topic)?.subscriptions.set(change.subscription.name, change.subscription);
        return;
      case 'subscription-gone':
        this.topics.get(change.topic)?.subscriptions.delete(change.name);
    }
  }

  #applyToBucket(change: Extract<Change, { provider: ProviderName }>): void {
    const { provider, bucket: name } = change;
    const place = `${provider} ${name}`;
    const bucket = this.buckets.get(place);
    switch (change.kind) {
      case 'bucket': {
        const { createdAtMs } = change;
        const versions = new ObjectVersions();
        this.buckets.set(place, { provider, name, createdAtMs, versions, uploads: new Map() });
        return;
      }
      case 'bucket-gone':
        this.buckets.delete(place);
        return;
      case 'object':
        bucket?.versions.current.set(change.object.name, { ...change.object, content: change.content });
        return;
      case 'object-gone':
        bucket?.versions.current.delete(change.key);
        return;
      case 'bucket-versioning':
        if (bucket !== undefined) bucket.versioning = change.versioning;
        return;
      case 'object-retired':
        bucket?.versions.retire(change.key);
        return;
      case 'delete-marker':
        bucket?.versions.mark(change.marker);
        return;
      case 'version-gone':
        bucket?.versions.remove(change.key, change.versionId);
        return;
      case 'upload':
        bucket?.uploads.set(change.upload.id, { upload: change.upload, parts: new Map() });
        return;
      case 'part':
        bucket?.uploads
          .get(change.id)
          ?.parts.set(change.part.number, { ...change.part, content: change.content });
        return;
      case 'upload-gone':
        bucket?.uploads.delete(change.id);
    }
  }
}

function* bucketChanges(image: BucketImage): Generator<Change> {
  const { provider, name: bucket, createdAtMs, versioning, versions, uploads } = image;
  yield { kind: 'bucket', provider, bucket, createdAtMs };
  if (versioning !== undefined) yield { kind: 'bucket-versioning', provider, bucket, versioning };
  for (const key of versions.keys()) yield* versionChanges({ provider, bucket }, versions.of(key));
  for (const { upload, parts } of uploads.values()) {
    yield { kind: 'upload', provider, bucket, upload };
    for (const { content, ...part } of parts.values())
      yield { kind: 'part', provider, bucket, id: upload.id, part, content };
  }
}

/** From the oldest on, each making room for the next. */
function* versionChanges(place: BucketPlace, newestFirst: readonly ObjectVersion[]): Generator<Change> {
  for (const [index, version] of newestFirst.toReversed().entries()) {
    if (isMarker(version)) yield { kind: 'delete-marker', ...place, marker: version };
    else {
      const { content, ...object } = version;
      if (index > 0) yield { kind: 'object-retired', ...place, key: object.name };
      yield { kind: 'object', ...place, object, content };
    }
  }
}
