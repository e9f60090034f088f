import { writeSync } from 'node:fs';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openRecordingFile } from '../../src/sources/recording-file.ts';

const newFile = async () => join(await mkdtemp(join(tmpdir(), 'ossnotify-')), 'lines');

describe('a file that grows by lines', () => {
  it('keeps no part of a line that did not fit the disk', async () => {
    const file = await newFile();
    let roomBytes = 10;
    const write = (descriptor: number, bytes: Buffer, offset: number) => {
      const length = Math.min(roomBytes, bytes.length - offset);
      if (length === 0) throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
      roomBytes -= length;
      return writeSync(descriptor, bytes, offset, length);
    };
    const append = openRecordingFile(file, write);
    append('first');
    expect(() => append('second')).toThrow(`cannot write ${file}: ENOSPC`);
    expect(await readFile(file, 'utf8')).toBe('first\n');
    roomBytes = 100;
    append('second');
    expect(await readFile(file, 'utf8')).toBe('first\nsecond\n');
  });

  it('ends a line that was torn, and keeps it', async () => {
    const file = await newFile();
    await writeFile(file, 'whole\nto');
    openRecordingFile(file)('next');
    openRecordingFile(file)('last');
    expect(await readFile(file, 'utf8')).toBe('whole\nto\nnext\nlast\n');
  });
});
