import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FolderInUseError, startEmulator } from '../../../src/emulator/index.ts';
import { runProgram } from '../../support/run-program.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ossnotify-lock-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const lock = () => join(directory, 'emulator.lock');

test('a second emulator on the same folder is refused, and the first loses nothing', async () => {
  const first = await startEmulator({ dataDirectory: directory });
  const refusal = startEmulator({ dataDirectory: directory });
  await expect(refusal).rejects.toBeInstanceOf(FolderInUseError);
  await expect(refusal).rejects.toMatchObject({ directory, holderPid: process.pid });
  first.apply({ queues: [{ name: 'q', messages: ['kept'] }] });
  await first.close();
  expect(readdirSync(directory)).toEqual(['emulator.ndjson']);
  const again = await startEmulator({ dataDirectory: directory });
  expect(again.messages('q')).toMatchObject([{ body: 'kept' }]);
  await again.close();
});

test('the program names the folder and who holds it', async () => {
  const first = await startEmulator({ dataDirectory: directory });
  const { status, stdout, stderr } = await runProgram(['emulator', '--port', '0', '--data', directory]);
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain(`${directory} is in use by the emulator of process ${process.pid}`);
  expect(stderr).toContain('name another folder with --data');
  await first.close();
});

test.each([
  ['of a process that is dead', () => JSON.stringify({ pid: spawnSync('true').pid })],
  ['that says nothing', () => ''],
])('a lock %s is taken over', async (_, content) => {
  writeFileSync(lock(), content());
  const emulator = await startEmulator({ dataDirectory: directory });
  await emulator.close();
  expect(existsSync(lock())).toBe(false);
});

test.runIf(existsSync('/proc/self/stat'))('a process id that is used again locks nobody out', async () => {
  writeFileSync(lock(), JSON.stringify({ pid: process.pid, start: '1' }));
  const emulator = await startEmulator({ dataDirectory: directory });
  await emulator.close();
});

test('a start that fails lets go of the folder', async () => {
  const other = await startEmulator();
  const taken = startEmulator({ dataDirectory: directory, port: other.port });
  await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE' });
  expect(existsSync(lock())).toBe(false);
  await other.close();
});
