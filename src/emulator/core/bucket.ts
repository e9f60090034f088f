import type { Clock } from './clock.ts';
import { newUploadId } from './identity.ts';
import { MultipartUpload, type NamedPart } from './multipart.ts';
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

/** One bucket: objects by key and uploads in progress. */
export class Bucket {
  readonly name: string;
  readonly createdAtMs: number;
  readonly objects = new Map<string, StoredObject>();
  readonly uploads = new Map<string, MultipartUpload>();
  readonly #clock: Clock;

  constructor(name: string, clock: Clock) {
    this.name = name;
    this.#clock = clock;
    this.createdAtMs = clock.now();
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
    this.objects.delete(key);
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
    return upload;
  }

  upload(key: string, id: string): MultipartUpload | Problem {
    const upload = this.uploads.get(id);
    return upload?.key === key ? upload : new Problem('upload-missing', id);
  }

  completeUpload(key: string, id: string, parts: readonly NamedPart[]): Stored | Problem {
    const upload = this.upload(key, id);
    if (upload instanceof Problem) return upload;
    const whole = upload.assemble(parts);
    if (whole instanceof Problem) return whole;
    this.uploads.delete(id);
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
    return { object, deltaSize: object.content.length - before };
  }
}

function keyProblem(key: string): Problem | undefined {
  const bytes = Buffer.byteLength(key);
  const badStart = key.startsWith('/') || key.startsWith('\\');
  return bytes < 1 || bytes > LONGEST_KEY_BYTES || badStart ? new Problem('key-invalid', key) : undefined;
}
