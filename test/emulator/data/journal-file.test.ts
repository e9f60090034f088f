import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Change } from '../../../src/emulator/core/journal.ts';
import { type Disk, realDisk } from '../../../src/emulator/data/disk.ts';
import { makeFolder } from '../../../src/emulator/data/folder.ts';
import { JournalFile } from '../../../src/emulator/data/journal-file.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ossnotify-journal-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const noSpace = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });

/** A disk that takes half of a text when it is full, and perhaps does not give it back. */
function fillableDisk() {
  const state = { isFull: false, cannotTruncate: false };
  const disk: Disk = {
    write(descriptor, bytes, at) {
      if (!state.isFull) return realDisk.write(descriptor, bytes, at);
      realDisk.write(descriptor, bytes.subarray(0, bytes.length >> 1), at);
      throw noSpace();
    },
    truncate(descriptor, length) {
      if (state.cannotTruncate) throw noSpace();
      realDisk.truncate(descriptor, length);
    },
  };
  return { state, disk };
}

const bucket = (name: string): Change => ({ kind: 'bucket', provider: 'oss', bucket: name, createdAtMs: 1 });

function reread(): string[] {
  const file = new JournalFile(directory);
  const image = file.open();
  file.close();
  return [...image.buckets.values()].map(({ name }) => name);
}

test.each([false, true])('what a full disk took half of is written once there is room', (cannotTruncate) => {
  const { state, disk } = fillableDisk();
  const file = new JournalFile(directory, disk);
  file.open();
  file.record(bucket('before'));
  file.flush();
  Object.assign(state, { isFull: true, cannotTruncate });
  file.record(bucket('refused'));
  expect(() => file.flush()).toThrow('ENOSPC');
  expect(() => file.flush()).toThrow('ENOSPC');
  Object.assign(state, { isFull: false, cannotTruncate: false });
  file.record(bucket('after'));
  file.flush();
  file.close();
  expect(reread()).toEqual(['before', 'refused', 'after']);
});

test('a change by a timer that the disk does not take ends nothing', async () => {
  const { state, disk } = fillableDisk();
  const file = new JournalFile(directory, disk);
  file.open();
  state.isFull = true;
  file.record(bucket('by a timer'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(() => file.flush()).toThrow('ENOSPC');
  file.close();
  expect(reread()).toEqual([]);
});

test('a start on a full disk fails, and leaves the file as it was', () => {
  const first = new JournalFile(directory);
  first.open();
  first.record(bucket('b'));
  first.close();
  appendFileSync(join(directory, 'emulator.ndjson'), '{"kind":"bu');
  const before = readFileSync(join(directory, 'emulator.ndjson'), 'utf8');
  const { state, disk } = fillableDisk();
  state.isFull = true;
  const second = new JournalFile(directory, disk);
  expect(() => second.open()).toThrow('ENOSPC');
  second.close();
  expect(readFileSync(join(directory, 'emulator.ndjson'), 'utf8')).toBe(before);
  expect(existsSync(join(directory, 'emulator.ndjson.new'))).toBe(false);
  expect(reread()).toEqual(['b']);
});

test('a folder is made with those above it, or it is told why not', () => {
  makeFolder(join(directory, 'a', 'b', 'c'));
  makeFolder(join(directory, 'a', 'b', 'c'));
  expect(existsSync(join(directory, 'a', 'b', 'c'))).toBe(true);
  writeFileSync(join(directory, 'file'), '');
  expect(() => makeFolder(join(directory, 'file'))).toThrow('EEXIST');
  expect(() => makeFolder(join(directory, 'file', 'a'))).toThrow('ENOTDIR');
});

test.runIf(process.platform === 'linux')('a folder that the system will not make ends the start', () => {
  expect(() => makeFolder('/proc/x/y')).toThrow("ENOENT: no such file or directory, mkdir '/proc/x'");
});
