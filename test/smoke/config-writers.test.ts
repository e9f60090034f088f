/** Several processes store settings at once, and none is lost. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'ossnotify-config-'));
const home = join(folder, 'ossnotify');
afterEach(() => rmSync(home, { recursive: true, force: true }));

const env = { PATH: process.env['PATH'] ?? '', XDG_CONFIG_HOME: folder };
const run = (...argv: string[]) =>
  promisify(execFile)(process.execPath, ['bin/ossnotify.js', ...argv], { env });

it('keeps what eight writers store at once', async () => {
  const profiles = Array.from({ length: 8 }, (_, at) => `p${at}`);
  await Promise.all(profiles.map((name) => run('config', 'set', 'region', `cn-${name}`, '--profile', name)));
  for (const name of profiles) {
    const { stdout } = await run('config', 'get', 'region', '--profile', name);
    expect(stdout).toBe(`cn-${name}\n`);
  }
  expect(readdirSync(home)).toEqual(['config.json']);
}, 60_000);

it('is not kept out by a writer that crashed', async () => {
  await run('config', 'set', 'region', 'cn-hangzhou', '--profile', 'one');
  const lock = join(home, 'config.json.lock');
  writeFileSync(lock, '');
  utimesSync(lock, 0, 0);
  await run('config', 'set', 'region', 'cn-beijing', '--profile', 'one');
  expect((await run('config', 'get', 'region', '--profile', 'one')).stdout).toBe('cn-beijing\n');
}, 60_000);
