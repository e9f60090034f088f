import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Change, Journal } from '../core/journal.ts';
import { StateImage } from '../core/state-image.ts';
import { type Disk, realDisk, WholeWrites, writeAll } from './disk.ts';
import { makeFolder } from './folder.ts';
import { lockFolder } from './folder-lock.ts';

/**
 * The changes of the account as JSON lines in a file. Every change is handed to the operating system before its
 * request is answered, so a killed process loses nothing that it acknowledged; a power cut may. What the disk does not
 * take is acknowledged to nobody, and offered to it again with the next request.
 */

const FILE_NAME = 'emulator.ndjson';
const HEADER = '{"kind":"ossnotify-emulator","version":1}';
const NEWLINE = 10;
/** A journal that has grown by more than this is written anew. */
const COMPACT_AFTER_BYTES = 256 * 1024 * 1024;

/** The folder holds no journal of ours, or a damaged one. */
export class JournalError extends Error {
  readonly code = 'BadEmulatorData';
}

export class JournalFile implements Journal {
  readonly isKept = true;
  readonly #directory: string;
  readonly #path: string;
  readonly #disk: Disk;
  #unlock: () => void = () => undefined;
  #isOpen = false;
  #lines: WholeWrites | undefined;
  #pending: string[] = [];
  #grownBytes = 0;

  constructor(directory: string, disk: Disk = realDisk) {
    makeFolder(directory);
    this.#directory = directory;
    this.#path = join(directory, FILE_NAME);
    this.#disk = disk;
  }

  /**
   * Reads what is there, writes it anew without what is past, and stands ready to record. Throws a `FolderInUseError`
   * while another emulator has it open.
   */
  open(): StateImage {
    this.#unlock = lockFolder(this.#directory);
    const image = readImage(this.#path);
    this.#rewrite(image);
    this.#isOpen = true;
    return image;
  }

  record(change: Change): void {
    this.#pending.push(lineOf(change));
    // A change that no request makes, by a timer, has nobody else to flush it.
    if (this.#pending.length === 1) setImmediate(() => this.#flushUnasked());
  }

  flush(): void {
    if (this.#pending.length === 0 || !this.#isOpen) return;
    this.#lines ??= this.#openedLines();
    this.#grownBytes += this.#lines.append(this.#pending.join(''));
    this.#pending = [];
    if (this.#grownBytes > COMPACT_AFTER_BYTES) this.#compact();
  }

  close(): void {
    this.#flushUnasked();
    this.#isOpen = false;
    this.#closeLines();
    this.#unlock();
    this.#unlock = () => undefined;
  }

  /** What the disk does not take now waits for the next request, which is told. */
  #flushUnasked(): void {
    try {
      this.flush();
    } catch {
      // It is still pending.
    }
  }

  /** When there is no room for it, the old file is as good; it is tried again when that has grown as much once more. */
  #compact(): void {
    this.#grownBytes = 0;
    try {
      this.#rewrite(readImage(this.#path));
    } catch {
      // Nothing is lost.
    }
  }

  #rewrite(image: StateImage): void {
    const fresh = `${this.#path}.new`;
    try {
      this.#write(fresh, image);
      this.#closeLines();
      renameSync(fresh, this.#path);
    } catch (error) {
      rmSync(fresh, { force: true });
      throw error;
    }
    this.#grownBytes = 0;
  }

  #write(path: string, image: StateImage): void {
    const descriptor = openSync(path, 'w', 0o600);
    try {
      writeAll(this.#disk, descriptor, `${HEADER}\n`);
      for (const change of image.changes()) writeAll(this.#disk, descriptor, lineOf(change));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  #openedLines(): WholeWrites {
    return new WholeWrites(openSync(this.#path, 'a', 0o600), this.#disk);
  }

  #closeLines(): void {
    this.#lines?.close();
    this.#lines = undefined;
  }
}

function lineOf(change: Change): string {
  const written: Change<string> =
    'content' in change ? { ...change, content: change.content.toString('base64') } : change;
  return `${JSON.stringify(written)}\n`;
}

function readImage(path: string): StateImage {
  const image = new StateImage();
  const bytes = readOrEmpty(path);
  let number = 0;
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(NEWLINE, start);
    // A line without its end was being written when the process died: nobody was told of it.
    if (end < 0) break;
    number += 1;
    const line = bytes.toString('utf8', start, end);
    if (number > 1) image.apply(changeOf(line, path, number));
    else if (line !== HEADER) throw new JournalError(`${path} is not a file of this emulator`);
    start = end + 1;
  }
  return image;
}

function readOrEmpty(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}

function changeOf(line: string, path: string, number: number): Change {
  try {
    const change: Change<string> = JSON.parse(line);
    return 'content' in change ? { ...change, content: Buffer.from(change.content, 'base64') } : change;
  } catch {
    throw new JournalError(`${path}, line ${number}: not JSON`);
  }
}
