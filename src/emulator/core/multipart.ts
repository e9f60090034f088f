import { createHash } from 'node:crypto';
import { Problem } from './problem.ts';
import { md5Hex, type ObjectWish } from './stored-object.ts';

const MINIMUM_PART_BYTES = 100 * 1024;
export const HIGHEST_PART_NUMBER = 10_000;

export interface Part {
  readonly number: number;
  readonly content: Buffer;
  readonly etag: string;
  readonly modifiedAtMs: number;
}

export interface NamedPart {
  readonly number: number;
  readonly etag: string;
}

/** An upload in parts that has been started and not yet ended. */
export class MultipartUpload {
  readonly id: string;
  readonly key: string;
  readonly startedAtMs: number;
  /** What the object is to be like. */
  readonly wish: ObjectWish;
  readonly #parts = new Map<number, Part>();

  constructor(id: string, key: string, startedAtMs: number, wish: ObjectWish) {
    this.id = id;
    this.key = key;
    this.startedAtMs = startedAtMs;
    this.wish = wish;
  }

  parts(): Part[] {
    return [...this.#parts.values()].sort((one, other) => one.number - other.number);
  }

  /** A part of the same number replaces the former one. */
  put(number: number, content: Buffer, atMs: number): Part | Problem {
    if (!Number.isInteger(number) || number < 1 || number > HIGHEST_PART_NUMBER)
      return new Problem('value-out-of-range', 'partNumber', { low: 1, high: HIGHEST_PART_NUMBER });
    const part = { number, content, etag: md5Hex(content), modifiedAtMs: atMs };
    this.#parts.set(number, part);
    return part;
  }

  /** The named parts put together; every part but the last has at least 100 KB. */
  assemble(named: readonly NamedPart[]): { readonly content: Buffer; readonly etag: string } | Problem {
    const chosen: Part[] = [];
    for (const { number, etag } of named) {
      const part = this.#parts.get(number);
      if (part === undefined || part.etag !== etag.toUpperCase())
        return new Problem('part-invalid', String(number));
      if (number <= (chosen.at(-1)?.number ?? 0)) return new Problem('part-order-invalid', String(number));
      chosen.push(part);
    }
    if (chosen.length === 0) return new Problem('part-invalid', '');
    const short = chosen.slice(0, -1).find(({ content }) => content.length < MINIMUM_PART_BYTES);
    if (short !== undefined) return new Problem('part-too-small', String(short.number));
    const digests = createHash('md5');
    for (const { etag } of chosen) digests.update(etag, 'hex');
    return {
      content: Buffer.concat(chosen.map(({ content }) => content)),
      etag: `${digests.digest('hex').toUpperCase()}-${chosen.length}`,
    };
  }
}
