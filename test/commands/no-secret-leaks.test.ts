/** The secret goes where it was asked for, and nowhere else: not to stderr, not into a log, not into an error. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeToken } from '../../src/domain/token.ts';
import { withEmulator } from '../support/emulated.ts';
import { runProgram } from '../support/run-program.ts';

const SECRET = 'Zq7-leaks_never.Zq7';
const URL = 'https://1234567890123456.mns.cn-shanghai.aliyuncs.com/';
const TOKEN = encodeToken({ url: URL, accessKeyId: 'LTAIEXAMPLE', accessKeySecret: SECRET });

const emulator = withEmulator();
const folder = mkdtempSync(join(tmpdir(), 'ossnotify-'));
afterAll(() => rmSync(folder, { recursive: true }));
const secretFile = join(folder, 'secret');
writeFileSync(secretFile, `${SECRET}\n`);
const inspected = join(folder, 'inspected');

/** How the secret could look: as it is, and within Base64 at each of the three offsets. */
const LOOKS = [
  SECRET,
  ...[0, 1, 2].map((offset) => {
    const encoded = Buffer.from(`${'x'.repeat(offset)}${SECRET}`).toString('base64');
    return encoded.slice(offset === 0 ? 0 : 4, -4);
  }),
];

function leaks(text: string): string[] {
  return LOOKS.filter((look) => text.includes(look));
}

const given = ['--access-key-id', 'LTAIEXAMPLE', '--access-key-secret-file', secretFile];
const place = ['--account', '1234567890123456', '--region', 'cn-shanghai'];

describe('where the secret is asked for', () => {
  it.each([
    [['token']],
    [['token', '--secret', '-n', 'prod']],
    [['manifest', 'secret']],
    [['manifest', 'all', '--topic', 'movies', '--api', 'legacy']],
    [['manifest', 'bridge', '--queue', 'events']],
  ])('%j: on stdout alone, even when verbose', async (argv) => {
    const { status, stdout, stderr } = await runProgram([...argv, ...given, ...place, '--verbose']);
    expect(status).toBe(0);
    expect(leaks(`${stdout}${fromBase64(stdout)}`)).toContain(SECRET);
    expect(leaks(stderr)).toEqual([]);
  });

  /** The text behind every piece of Base64. */
  function fromBase64(text: string): string {
    const pieces = text.match(/[A-Za-z0-9+/]{40,}=*/g) ?? [];
    return pieces.map((piece) => Buffer.from(piece, 'base64').toString()).join('');
  }
});

describe('where it is not', () => {
  it.each([
    [['token', '--url', 'http://127.0.0.1:1']],
    [['token', '--secret', '--name', 'Bad_Name', '--url', URL]],
    [['token', '--no-such-option']],
    [['manifest', 'all', '--topic', 'movies', '--secret', 'omit']],
    [['manifest', 'bridge', '--queue', 'events', '--secret', 'omit']],
    [['manifest', 'bridge', '--queue', 'events', '--sink', 'nonsense']],
    [['manifest', 'source', '--topic', 'movies']],
  ])('%j', async (argv) => {
    const { stdout, stderr } = await runProgram([...argv, ...given, ...place, '--verbose']);
    expect(leaks(stdout + stderr)).toEqual([]);
  });

  it.each([
    ['a token', TOKEN],
    ['its JSON', Buffer.from(TOKEN, 'base64').toString()],
    ['a cut one', TOKEN.slice(0, -8)],
    ['a broken manifest', `kind: Secret\n  data:\n mns: ${TOKEN}\n  {`],
    ['a doubled one', Buffer.from(TOKEN).toString('base64')],
    ['the secret alone', SECRET],
    ['the secret as URL', encodeToken({ url: SECRET, accessKeyId: 'a', accessKeySecret: 'b' })],
    ['the two exchanged', encodeToken({ url: URL, accessKeyId: SECRET, accessKeySecret: 'LTAIEXAMPLE' })],
    ['another name for it', Buffer.from(JSON.stringify({ url: URL, sk: SECRET })).toString('base64')],
  ])('token inspect of %s, in every form', async (_name, text) => {
    writeFileSync(inspected, text);
    for (const output of ['table', 'json', 'yaml']) {
      const { stdout, stderr } = await runProgram(['token', 'inspect', inspected, '-o', output, '--verbose']);
      expect(leaks(stdout + stderr)).toEqual([]);
    }
  });

  it('requests of queue create and delete, logged, refused and answered', async () => {
    const own = {
      OSSNOTIFY_ENDPOINT: emulator.url,
      OSSNOTIFY_ACCOUNT: '1000000000000001',
      OSSNOTIFY_REGION: 'cn-hangzhou',
    };
    const keys = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'emulator', ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET };
    for (const env of [{ ...own, ...keys }, emulator.env]) {
      for (const argv of [
        ['queue', 'create', 'q', '--topic', 't'],
        ['queue', 'delete', 'q', '--yes'],
      ]) {
        const { stdout, stderr } = await runProgram([...argv, '--verbose'], { env });
        expect(stderr).not.toBe('');
        expect(leaks(stdout + stderr)).toEqual([]);
        expect(stdout + stderr).not.toContain('emulator-secret');
      }
    }
  });
});
