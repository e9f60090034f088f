import { appended } from './appended.ts';
import type { Change, ProviderName, StartedUpload } from './journal.ts';
import type { BucketLabels } from './labels.ts';
import type { Part } from './multipart.ts';
import {
  isMarker,
  type ObjectVersion,
  ObjectVersions,
  type Versioning,
  versionIdOf,
} from './object-versions.ts';

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
  labels?: BucketLabels;
  readonly versions: ObjectVersions;
  readonly uploads: Map<string, UploadImage>;
}

/** The one change, where it belongs; one of a bucket that is not there changes nothing. */
export function applyToBuckets(
  buckets: Map<string, BucketImage>,
  change: Extract<Change, { provider: ProviderName }>,
): void {
  const { provider, bucket: name } = change;
  const place = `${provider} ${name}`;
  const bucket = buckets.get(place);
  switch (change.kind) {
    case 'bucket': {
      const { createdAtMs } = change;
      const versions = new ObjectVersions();
      buckets.set(place, { provider, name, createdAtMs, versions, uploads: new Map() });
      return;
    }
    case 'bucket-gone':
      buckets.delete(place);
      return;
    case 'object':
      bucket?.versions.current.set(change.object.name, { ...change.object, content: change.content });
      return;
    case 'object-appended': {
      const { name } = change.object;
      const before = bucket?.versions.current.get(name)?.content ?? Buffer.alloc(0);
      bucket?.versions.current.set(name, { ...change.object, content: appended(before, change.content) });
      return;
    }
    case 'object-amended': {
      const before = bucket?.versions.find(change.object.name, versionIdOf(change.object));
      if (before !== undefined && !isMarker(before))
        bucket?.versions.amend({ ...change.object, content: before.content });
      return;
    }
    case 'object-gone':
      bucket?.versions.current.delete(change.key);
      return;
    case 'bucket-versioning':
      if (bucket !== undefined) bucket.versioning = change.versioning;
      return;
    case 'bucket-labels':
      if (bucket !== undefined) bucket.labels = change.labels;
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

/** The fewest changes that lead to such a bucket. */
export function* bucketChanges(image: BucketImage): Generator<Change> {
  const { provider, name: bucket, createdAtMs, versioning, labels, versions, uploads } = image;
  yield { kind: 'bucket', provider, bucket, createdAtMs };
  if (versioning !== undefined) yield { kind: 'bucket-versioning', provider, bucket, versioning };
  if (labels !== undefined) yield { kind: 'bucket-labels', provider, bucket, labels };
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
