import type { Clock } from './clock.ts';
import { newUploadId } from './identity.ts';
import type { Journal, ProviderName } from './journal.ts';
import { MultipartUpload, type NamedPart, type Part } from './multipart.ts';
import { Problem } from './problem.ts';
import { md5Hex, type StoredObject } from './stored-object.ts';

const LONGEST_KEY_BYTES = 1023;

export interface NewObject {
  readonly content: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  readonly storageClass?: string;
}

/** A stored object and by how many bytes the key's size changed. */
export interface Stored {
  readonly object: StoredObject;
  readonly deltaSize: number;
}

export interface BucketSurroundings {
  readonly clock: Clock;
  readonly provider: ProviderName;
  readonly journal: Journal;
  readonly createdAtMs: number;
}

/** One bucket: objects by key and uploads in progress. */
export class Bucket {
  readonly name: string;
  readonly createdAtMs: number;
  readonly objects = new Map<string, StoredObject>();
  readonly uploads = new Map<string, MultipartUpload>();
  readonly #clock: Clock;
  readonly #place: { readonly provider: ProviderName; readonly bucket: string };
  readonly #journal: Journal;

  constructor(name: string, { clock, provider, journal, createdAtMs }: BucketSurroundings) {
    this.name = name;
    this.#clock = clock;
    this.#place = { provider, bucket: name };
    this.#journal = journal;
    this.createdAtMs = createdAtMs;
  }

  get(key: string): StoredObject | Problem {
    return this.objects.get(key) ?? new Problem('key-missing', key);
  }

  /** A symbolic link's target in its stead; links to links are not followed. */
  resolve(key: string): StoredObject | Problem {
    const object = this.get(key);
    if (object instanceof Problem || object.symlinkTarget === undefined) return object;
    return this.objects.get(object.symlinkTarget) ?? new Problem('symlink-target-missing', key);
  }

  put(key: string, { content, headers, storageClass = 'Standard' }: NewObject): Stored | Problem {
    return this.#store({
      name: key,
      kind: 'Normal',
      content,
      etag: md5Hex(content),
      modifiedAtMs: this.#clock.now(),
      headers,
      storageClass,
    });
  }

  /** A link is stored as an empty object of its own kind. */
  putSymlink(key: string, target: string, headers: Readonly<Record<string, string>>): Stored | Problem {
    const content = Buffer.alloc(0);
    return this.#store({
      name: key,
      kind: 'Symlink',
      content,
      etag: md5Hex(Buffer.from(target)),
      modifiedAtMs: this.#clock.now(),
      headers,
      storageClass: 'Standard',
      symlinkTarget: target,
    });
  }

  append(key: string, position: number, added: NewObject): Stored | Problem {
    const before = this.objects.get(key);
    if (before !== undefined && before.kind !== 'Appendable') return new Problem('not-appendable', key);
    const length = before?.content.length ?? 0;
    if (position !== length) return new Problem('position-mismatch', String(length));
    const content = Buffer.concat([before?.content ?? Buffer.alloc(0), added.content]);
    return this.#store({
      name: key,
      kind: 'Appendable',
      content,
      etag: md5Hex(content),
      modifiedAtMs: this.#clock.now(),
      headers: before?.headers ?? added.headers,
      storageClass: before?.storageClass ?? added.storageClass ?? 'Standard',
    });
  }

  /** Puts an object exactly as given; for copies, changed metadata and restored state. */
  replace(object: StoredObject): Stored | Problem {
    return this.#store(object);
  }

  delete(key: string): StoredObject | undefined {
    const object = this.objects.get(key);
    if (this.objects.delete(key)) this.#journal.record({ kind: 'object-gone', ...this.#place, key });
    return object;
  }

  startUpload(
    key: string,
    headers: Readonly<Record<string, string>>,
    storageClass: string,
  ): MultipartUpload | Problem {
    const problem = keyProblem(key);
    if (problem !== undefined) return problem;
    const upload = new MultipartUpload(newUploadId(), key, this.#clock.now(), headers, storageClass);
    this.uploads.set(upload.id, upload);
    const { id, startedAtMs } = upload;
    this.#journal.record({
      kind: 'upload',
      ...this.#place,
      upload: { id, key, startedAtMs, headers, storageClass },
    });
    return upload;
  }

  upload(key: string, id: string): MultipartUpload | Problem {
    const upload = this.uploads.get(id);
    return upload?.key === key ? upload : new Problem('upload-missing', id);
  }

  putPart(upload: MultipartUpload, number: number, content: Buffer): Part | Problem {
    const part = upload.put(number, content, this.#clock.now());
    if (part instanceof Problem) return part;
    const { content: _, ...rest } = part;
    this.#journal.record({ kind: 'part', ...this.#place, id: upload.id, part: rest, content });
    return part;
  }

  abortUpload(id: string): void {
    if (this.uploads.delete(id)) this.#journal.record({ kind: 'upload-gone', ...this.#place, id });
  }

  completeUpload(key: string, id: string, parts: readonly NamedPart[]): Stored | Problem {
    const upload = this.upload(key, id);
    if (upload instanceof Problem) return upload;
    const whole = upload.assemble(parts);
    if (whole instanceof Problem) return whole;
    this.abortUpload(id);
    const { headers, storageClass } = upload;
    return this.#store({
      name: key,
      kind: 'Multipart',
      ...whole,
      modifiedAtMs: this.#clock.now(),
      headers,
      storageClass,
    });
  }

  #store(object: StoredObject): Stored | Problem {
    const problem = keyProblem(object.name);
    if (problem !== undefined) return problem;
    const before = this.objects.get(object.name)?.content.length ?? 0;
    this.objects.set(object.name, object);
    const { content, ...rest } = object;
    this.#journal.record({ kind: 'object', ...this.#place, object: rest, content });
    return { object, deltaSize: object.content.length - before };
  }
}

function keyProblem(key: string): Problem | undefined {
  const bytes = Buffer.byteLength(key);
  const badStart = key.startsWith('/') || key.startsWith('\\');
  return bytes < 1 || bytes > LONGEST_KEY_BYTES || badStart ? new Problem('key-invalid', key) : undefined;
}
