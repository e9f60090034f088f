import type { BucketImage } from './bucket-image.ts';
import { MultipartUpload } from './multipart.ts';
import type { Services } from './services.ts';
import type { StateImage } from './state-image.ts';

/** Puts an image into services that are still empty; nothing of it is recorded again. */
export function loadState(services: Services, image: StateImage): void {
  for (const [name, { kept, messages, totals }] of image.queues)
    services.queues.restore(name, kept, messages.values(), totals);
  for (const [name, { kept, subscriptions, published }] of image.topics)
    services.topics.restore(name, kept, subscriptions.values(), published);
  services.account.restore(image.loggingBucket);
  for (const [call, answer] of image.answers) services.clientTokens.restore(call, answer);
  for (const rule of image.rules.values()) services.rules.restore(rule);
  for (const [bucket, { rules, activeAtMs }] of image.ks3Rules)
    services.ks3Notifications.restore(bucket, rules, activeAtMs);
  for (const bucket of image.buckets.values()) loadBucket(services, bucket);
  services.ks3Reports.restore(image.pushes.failures);
  services.restores.resume();
}

/** Goes on with the pushes that were under way; once the emulator listens, since they name its address. */
export function resumePushes({ resumePush, ks3Events }: Services, { pushes }: StateImage): void {
  for (const { push, progress } of pushes.messages()) resumePush(push, progress);
  for (const { push, progress } of pushes.ks3()) ks3Events.resume(push, progress);
}

function loadBucket(services: Services, image: BucketImage): void {
  const { provider, name, createdAtMs, versioning, labels, versions, uploads } = image;
  const bucket = (provider === 'ks3' ? services.ks3Buckets : services.buckets).restore(name, createdAtMs);
  bucket.restore(versioning, versions, labels);
  for (const { upload, parts } of uploads.values()) {
    const { id, key, startedAtMs, ...wish } = upload;
    const restored = new MultipartUpload(id, key, startedAtMs, wish);
    for (const { number, content, modifiedAtMs } of parts.values())
      restored.put(number, content, modifiedAtMs);
    bucket.uploads.restore(restored);
  }
}
