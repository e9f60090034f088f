import { closeSync, fstatSync, ftruncateSync, writeSync } from 'node:fs';

/** What can go wrong on a disk that is full. */
export interface Disk {
  /** May write less than all of it; returns how many bytes it took, from the given one on. */
  write(descriptor: number, bytes: Buffer, at: number): number;
  truncate(descriptor: number, length: number): void;
}

export const realDisk: Disk = { write: writeSync, truncate: ftruncateSync };

/** Returns how many bytes that was. */
export function writeAll(disk: Disk, descriptor: number, text: string): number {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += disk.write(descriptor, bytes, at);
  return bytes.length;
}

/** A file, opened for appending, that grows by whole texts: of one that does not fit nothing stays. */
export class WholeWrites {
  readonly #descriptor: number;
  readonly #disk: Disk;
  /** How much of it is whole. */
  #length: number;
  #isTorn = false;

  constructor(descriptor: number, disk: Disk) {
    this.#descriptor = descriptor;
    this.#disk = disk;
    this.#length = fstatSync(descriptor).size;
  }

  /** Returns how many bytes were added; throws where not all of them could be. */
  append(text: string): number {
    this.#mend();
    this.#isTorn = true;
    try {
      const added = writeAll(this.#disk, this.#descriptor, text);
      this.#length += added;
      this.#isTorn = false;
      return added;
    } catch (error) {
      this.#tryToMend();
      throw error;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** Whatever follows must not stand behind half a line. */
  #mend(): void {
    if (!this.#isTorn) return;
    this.#disk.truncate(this.#descriptor, this.#length);
    this.#isTorn = false;
  }

  #tryToMend(): void {
    try {
      this.#mend();
    } catch {
      // The next one does it, or fails for the same reason.
    }
  }
}
