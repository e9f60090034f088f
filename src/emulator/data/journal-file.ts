import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Change, Journal } from '../core/journal.ts';
import { StateImage } from '../core/state-image.ts';
import { lockFolder } from './folder-lock.ts';

/**
 * The changes of the account as JSON lines in a file. Every change is handed to the operating system before its
 * request is answered, so a killed process loses nothing that it acknowledged; a power cut may.
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
  #unlock: () => void = () => undefined;
  #descriptor: number | undefined;
  #pending: string[] = [];
  #grownBytes = 0;

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.#directory = directory;
    this.#path = join(directory, FILE_NAME);
  }

  /**
   * Reads what is there, writes it anew without what is past, and stands ready to record. Throws a `FolderInUseError`
   * while another emulator has it open.
   */
  open(): StateImage {
    this.#unlock = lockFolder(this.#directory);
    const image = readImage(this.#path);
    this.#rewrite(image);
    return image;
  }

  record(change: Change): void {
    this.#pending.push(lineOf(change));
    // A change that no request makes, by a timer, has nobody else to flush it.
    if (this.#pending.length === 1) setImmediate(() => this.flush());
  }

  flush(): void {
    if (this.#pending.length === 0 || this.#descriptor === undefined) return;
    const text = this.#pending.join('');
    this.#pending = [];
    this.#grownBytes += writeAll(this.#descriptor, text);
    if (this.#grownBytes > COMPACT_AFTER_BYTES) this.#rewrite(readImage(this.#path));
  }

  close(): void {
    this.flush();
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
    this.#unlock();
    this.#unlock = () => undefined;
  }

  #rewrite(image: StateImage): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    const fresh = `${this.#path}.new`;
    const descriptor = openSync(fresh, 'w', 0o600);
    writeAll(descriptor, `${HEADER}\n`);
    for (const change of image.changes()) writeAll(descriptor, lineOf(change));
    fsyncSync(descriptor);
    closeSync(descriptor);
    renameSync(fresh, this.#path);
    this.#descriptor = openSync(this.#path, 'a', 0o600);
    this.#grownBytes = 0;
  }
}

/** A write to a file may take less than all of it. */
function writeAll(descriptor: number, text: string): number {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at);
  return bytes.length;
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
