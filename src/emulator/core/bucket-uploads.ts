import type { Clock } from './clock.ts';
import { newUploadId } from './identity.ts';
import type { Journal, ProviderName } from './journal.ts';
import { MultipartUpload, type Part } from './multipart.ts';
import { keyProblem } from './object-key.ts';
import { Problem } from './problem.ts';
import type { ObjectWish } from './stored-object.ts';

export interface UploadsSurroundings {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly place: { readonly provider: ProviderName; readonly bucket: string };
}

/** A bucket's multipart uploads that are neither completed nor aborted. */
export class BucketUploads {
  readonly #uploads = new Map<string, MultipartUpload>();
  readonly #clock: Clock;
  readonly #journal: Journal;
  readonly #place: UploadsSurroundings['place'];

  constructor({ clock, journal, place }: UploadsSurroundings) {
    this.#clock = clock;
    this.#journal = journal;
    this.#place = place;
  }

  get size(): number {
    return this.#uploads.size;
  }

  all(): MultipartUpload[] {
    return [...this.#uploads.values()];
  }

  /** One that was under way when the emulator ended. */
  restore(upload: MultipartUpload): void {
    this.#uploads.set(upload.id, upload);
  }

  start(key: string, wish: ObjectWish): MultipartUpload | Problem {
    const problem = keyProblem(key);
    if (problem !== undefined) return problem;
    const upload = new MultipartUpload(newUploadId(), key, this.#clock.now(), wish);
    this.#uploads.set(upload.id, upload);
    const { id, startedAtMs } = upload;
    const started = { id, key, startedAtMs, ...wish };
    this.#journal.record({ kind: 'upload', ...this.#place, upload: started });
    return upload;
  }

  find(key: string, id: string): MultipartUpload | Problem {
    const upload = this.#uploads.get(id);
    return upload?.key === key ? upload : new Problem('upload-missing', id);
  }

  putPart(upload: MultipartUpload, number: number, content: Buffer): Part | Problem {
    const part = upload.put(number, content, this.#clock.now());
    if (part instanceof Problem) return part;
    const { content: _, ...rest } = part;
    this.#journal.record({ kind: 'part', ...this.#place, id: upload.id, part: rest, content });
    return part;
  }

  abort(id: string): void {
    if (this.#uploads.delete(id)) this.#journal.record({ kind: 'upload-gone', ...this.#place, id });
  }
}
