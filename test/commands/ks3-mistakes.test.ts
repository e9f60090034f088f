/** What KS3 would refuse, or never deliver to: told by `rule check` and `rule create` alike. */
import { expect, it } from 'vitest';
import { withEmulator } from '../support/emulated.ts';
import { runProgram } from '../support/run-program.ts';

const emulator = withEmulator();
const AWAY = { KS3_ACCESS_KEY_ID: 'k', KS3_ACCESS_KEY_SECRET: 's', OSSNOTIFY_REGION: 'RUSSIA' };
const HOOK = 'https://example.com/hook?t=hush';

function ossnotify(argv: readonly string[], env: Record<string, string>, stdin = '') {
  return runProgram(argv, { env, stdin, system: { sleep: async () => {} } });
}

function create(...more: string[]) {
  const rule = ['rule', 'create', 'one', '--bucket', 'night', '--event', 'PutObject', ...more];
  return ossnotify(['--provider', 'ks3', ...rule], emulator.env);
}

async function findings(more: object, env: Record<string, string> = emulator.env) {
  const rule = { name: 'one', events: ['PutObject'], to: [HOOK], ...more };
  const file = JSON.stringify({ provider: 'ks3', bucket: 'night', rules: [rule] });
  const { stdout } = await ossnotify(['rule', 'check', '-', '-o', 'json'], env, file);
  return JSON.parse(stdout).findings;
}

it.each([
  [['--to', HOOK, '--report', 'BAD_bucket'], { report: 'BAD_bucket' }, /"BAD_bucket" is no bucket name/],
  [
    ['--to', HOOK, '--report', `ops-reports/${'x'.repeat(1025)}`],
    { report: `ops-reports/${'x'.repeat(1025)}` },
    /prefix has 1025 bytes/,
  ],
  [['--to', HOOK, '--to', HOOK], { to: [HOOK, HOOK] }, /hook\?t=\*\*\* is given twice/],
  [['--to', HOOK, '--format', 'json'], { format: 'json' }, /no choice of format/],
])('%j is a mistake', async (argv, more, message) => {
  expect(await create(...argv)).toMatchObject({ status: 2, stderr: expect.stringMatching(message) });
  expect(await findings(more)).toMatchObject([{ level: 'error', message: expect.stringMatching(message) }]);
});

it.each(['http://10.0.0.7/hook', 'http://127.0.0.1:8080/hook', 'http://receiver/hook'])(
  'a callback to %s is warned of',
  async (url) => {
    const message = `Kingsoft Cloud KS3 calls from the Internet, and ${url} is an address of a private network`;
    const warned = [{ code: 'private-callback', level: 'warning', message: `rule one: ${message}` }];
    expect(await findings({ to: [url] }, AWAY)).toMatchObject(warned);
    const isLoopback = url.includes('127.');
    expect(await findings({ to: [url] })).toMatchObject(isLoopback ? [] : warned);
    const { status, stderr } = await create('--to', url, '--dry-run');
    expect([status, stderr.includes(message)]).toEqual([0, !isLoopback]);
  },
);

it('a secret of a callback is shown nowhere', async () => {
  const { status, stdout } = await create('--to', HOOK, '-o', 'json');
  expect([status, stdout]).toEqual([0, expect.not.stringContaining('hush')]);
  expect(JSON.parse(stdout)).toMatchObject({
    endpoint: { urls: ['https://example.com/hook?t=***'] },
    steps: [{ endpoint: { urls: ['https://example.com/hook?t=***'] } }],
  });
});
