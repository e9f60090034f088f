import { appended } from './appended.ts';
import { BucketUploads } from './bucket-uploads.ts';
import type { Clock } from './clock.ts';
import { newVersionId } from './identity.ts';
import type { Journal, ProviderName } from './journal.ts';
import type { BucketLabels, ObjectLabels } from './labels.ts';
import type { NamedPart } from './multipart.ts';
import { keyProblem } from './object-key.ts';
import {
  type DeleteMarker,
  isMarker,
  NULL_VERSION,
  ObjectVersions,
  type Versioning,
} from './object-versions.ts';
import { Problem } from './problem.ts';
import { extendedMd5Hex } from './running-md5.ts';
import { md5Hex, type ObjectWish, type StoredObject } from './stored-object.ts';

export interface NewObject extends ObjectWish {
  readonly content: Buffer;
}

/** A stored object and by how many bytes the key's size changed. */
export interface Stored {
  readonly object: StoredObject;
  readonly deltaSize: number;
}

/** What a deletion came to: an object or a marker that is gone for good, or a new marker. */
export interface Deletion {
  readonly removed?: StoredObject;
  readonly removedMarker?: DeleteMarker;
  readonly marker?: DeleteMarker;
}

export interface BucketSurroundings {
  readonly clock: Clock;
  readonly provider: ProviderName;
  readonly journal: Journal;
  readonly createdAtMs: number;
}

/** One bucket: objects by key, with their versions; its uploads in progress become objects here. */
export class Bucket {
  readonly name: string;
  readonly createdAtMs: number;
  versions = new ObjectVersions();
  /** What it does with versions, once that was asked for. */
  versioning: Versioning | undefined;
  labels: BucketLabels = {};
  readonly uploads: BucketUploads;
  readonly #clock: Clock;
  readonly #place: { readonly provider: ProviderName; readonly bucket: string };
  readonly #journal: Journal;

  constructor(name: string, { clock, provider, journal, createdAtMs }: BucketSurroundings) {
    this.name = name;
    this.#clock = clock;
    this.#place = { provider, bucket: name };
    this.#journal = journal;
    this.uploads = new BucketUploads({ clock, journal, place: this.#place });
    this.createdAtMs = createdAtMs;
  }

  /** Of objects that are stored without a word about it. */
  get storageClass(): string {
    return this.labels.storageClass ?? 'Standard';
  }

  /** By key, without those that count as deleted. */
  get objects(): Map<string, StoredObject> {
    return this.versions.current;
  }

  /** What it held when the emulator ended. */
  restore(versioning: Versioning | undefined, versions: ObjectVersions, labels: BucketLabels = {}): void {
    this.versioning = versioning;
    this.versions = versions;
    this.labels = labels;
  }

  setVersioning(versioning: Versioning): void {
    this.versioning = versioning;
    this.#journal.record({ kind: 'bucket-versioning', ...this.#place, versioning });
  }

  label(labels: BucketLabels): void {
    this.labels = { ...this.labels, ...labels };
    this.#journal.record({ kind: 'bucket-labels', ...this.#place, labels: this.labels });
  }

  /** The newest version unless told which. */
  get(key: string, versionId?: string): StoredObject | Problem {
    if (versionId === undefined) return this.objects.get(key) ?? new Problem('key-missing', key);
    const version = this.versions.find(key, versionId);
    if (version === undefined) return new Problem('version-missing', versionId);
    return isMarker(version) ? new Problem('version-is-marker', versionId) : version;
  }

  /** A symbolic link's target in its stead; links to links are not followed. */
  resolve(key: string, versionId?: string): StoredObject | Problem {
    const object = this.get(key, versionId);
    if (object instanceof Problem || object.symlinkTarget === undefined) return object;
    return this.objects.get(object.symlinkTarget) ?? new Problem('symlink-target-missing', key);
  }

  put(key: string, wish: NewObject): Stored | Problem {
    return this.#store({
      name: key,
      kind: 'Normal',
      etag: md5Hex(wish.content),
      modifiedAtMs: this.#clock.now(),
      storageClass: this.storageClass,
      ...wish,
    });
  }

  /** A link is stored as an empty object of its own kind. */
  putSymlink(key: string, target: string, wish: ObjectWish): Stored | Problem {
    return this.#store({
      name: key,
      kind: 'Symlink',
      content: Buffer.alloc(0),
      etag: md5Hex(Buffer.from(target)),
      modifiedAtMs: this.#clock.now(),
      storageClass: this.storageClass,
      ...wish,
      symlinkTarget: target,
    });
  }

  append(key: string, position: number, added: NewObject): Stored | Problem {
    const before = this.objects.get(key);
    if (before !== undefined && before.kind !== 'Appendable') return new Problem('not-appendable', key);
    const length = before?.content.length ?? 0;
    if (position !== length) return new Problem('position-mismatch', String(length));
    if (before !== undefined) return this.#extend(before, added.content);
    return this.#store({
      name: key,
      kind: 'Appendable',
      etag: md5Hex(added.content),
      modifiedAtMs: this.#clock.now(),
      storageClass: this.storageClass,
      ...added,
    });
  }

  /** Only what is added is written down: a log that grows line by line must not be written once a line. */
  #extend(before: StoredObject, addition: Buffer): Stored {
    const content = appended(before.content, addition);
    const etag = extendedMd5Hex(before.content, addition, content);
    const object = { ...before, content, etag, modifiedAtMs: this.#clock.now() };
    this.objects.set(object.name, object);
    const { content: _, ...rest } = object;
    this.#journal.record({ kind: 'object-appended', ...this.#place, object: rest, content: addition });
    return { object, deltaSize: addition.length };
  }

  /** Puts an object exactly as given; for copies and changed metadata. */
  replace(object: StoredObject): Stored | Problem {
    return this.#store(object);
  }

  /** The same version with other labels or restoring times. */
  amend(object: StoredObject): void {
    this.versions.amend(object);
    const { content: _, ...rest } = object;
    this.#journal.record({ kind: 'object-amended', ...this.#place, object: rest });
  }

  /** Changes the newest version of an object in its place. */
  #update(object: StoredObject): Stored {
    const before = this.objects.get(object.name)?.content.length ?? 0;
    this.objects.set(object.name, object);
    const { content, ...rest } = object;
    this.#journal.record({ kind: 'object', ...this.#place, object: rest, content });
    return { object, deltaSize: object.content.length - before };
  }

  /** Where versions are kept, the object stays behind a marker. */
  delete(key: string): Deletion {
    if (this.versioning !== undefined) return { marker: this.#mark(key) };
    const removed = this.objects.get(key);
    if (removed === undefined) return {};
    this.objects.delete(key);
    this.#journal.record({ kind: 'object-gone', ...this.#place, key });
    return { removed };
  }

  /** One version, for good. */
  deleteVersion(key: string, versionId: string): Deletion {
    const version = this.versions.remove(key, versionId);
    if (version === undefined) return {};
    this.#journal.record({ kind: 'version-gone', ...this.#place, key, versionId });
    return isMarker(version) ? { removedMarker: version } : { removed: version };
  }

  #mark(key: string): DeleteMarker {
    const versionId = this.#newVersion(key) ?? NULL_VERSION;
    const marker = { name: key, versionId, modifiedAtMs: this.#clock.now() };
    this.versions.mark(marker);
    this.#journal.record({ kind: 'delete-marker', ...this.#place, marker });
    return marker;
  }

  /** Makes room for a newer version and gives its id; none where no versions are kept. */
  #newVersion(key: string): string | undefined {
    if (this.versioning === undefined) return undefined;
    // Suspended: there is one version without an id of its own, and a newer one takes its place.
    if (this.versioning === 'Suspended') this.deleteVersion(key, NULL_VERSION);
    if (this.objects.has(key)) {
      this.versions.retire(key);
      this.#journal.record({ kind: 'object-retired', ...this.#place, key });
    }
    return this.versioning === 'Enabled' ? newVersionId() : NULL_VERSION;
  }

  completeUpload(
    key: string,
    id: string,
    parts: readonly NamedPart[],
    labels: ObjectLabels = {},
  ): Stored | Problem {
    const upload = this.uploads.find(key, id);
    if (upload instanceof Problem) return upload;
    const whole = upload.assemble(parts);
    if (whole instanceof Problem) return whole;
    this.uploads.abort(id);
    return this.#store({
      name: key,
      kind: 'Multipart',
      ...whole,
      modifiedAtMs: this.#clock.now(),
      storageClass: this.storageClass,
      ...upload.wish,
      ...labels,
    });
  }

  #store(object: StoredObject): Stored | Problem {
    const problem = keyProblem(object.name);
    if (problem !== undefined) return problem;
    const before = this.objects.get(object.name)?.content.length ?? 0;
    const versionId = this.#newVersion(object.name);
    const { object: stored } = this.#update(versionId === undefined ? object : { ...object, versionId });
    return { object: stored, deltaSize: stored.content.length - before };
  }
}
