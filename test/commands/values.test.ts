/** Names for completion: from the services within a blink, from the last answer otherwise, and never an error. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startStub } from '../clients/stub-server.ts';
import { withEmulator } from '../support/emulated.ts';
import { runProgram } from '../support/run-program.ts';

const emulator = withEmulator();
let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ossnotify-values-'));
});
afterEach(() => rmSync(home, { recursive: true }));

/** The limit never strikes unless a test moves it: a busy machine may take longer than a blink. */
const patient = {
  sleep: (_: number, signal?: AbortSignal) =>
    new Promise<void>((end) => signal?.addEventListener('abort', () => end())),
};
const values = (kind: string, env: Record<string, string> = {}, system: object = patient) =>
  runProgram(['__values', kind], {
    env: { ...emulator.env, XDG_CACHE_HOME: home, ...env },
    homeDir: home,
    system,
  });

it('lists profiles, topics, and rules, and asks again only after a minute', async () => {
  expect(await values('profiles')).toEqual({ status: 0, stdout: 'emulator\n', stderr: '' });
  const create = (name: string) =>
    runProgram(
      ['rule', 'create', name, '--bucket', `${name}-bucket`, '--event', 'PutObject', '--to', `topic:${name}`],
      { env: emulator.env },
    );
  await create('movies');
  expect(await values('topics')).toEqual({ status: 0, stdout: 'movies\n', stderr: '' });
  const now = Date.now();
  expect((await values('rules', {}, { ...patient, now: () => now })).stdout).toBe('movies\n');
  await create('photos');
  expect((await values('rules', {}, { ...patient, now: () => now + 30_000 })).stdout).toBe('movies\n');
  expect((await values('rules', {}, { ...patient, now: () => now + 61_000 })).stdout).toBe(
    'movies\nphotos\n',
  );
});

it('says nothing where nothing can be known', async () => {
  const nobody = { OSSNOTIFY_ENDPOINT: 'http://127.0.0.1:9' };
  expect(await values('rules', nobody)).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(await values('rules', { OSSNOTIFY_PROFILE: 'no-such' })).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
  });
  const silent = await startStub(() => undefined);
  const atOnce = { sleep: async () => {} };
  expect(await values('topics', { OSSNOTIFY_ENDPOINT: silent.endpoint }, atOnce)).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
  });
  await silent.close();
});
