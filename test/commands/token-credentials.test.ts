import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeToken } from '../../src/domain/token.ts';
import { runProgram } from '../support/run-program.ts';

const SECRET = 'Sk9mXq2Lr7Tz4WvBn8Ec1YhUj5AoPd';
const ENV = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI5tExample',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET,
  OSSNOTIFY_ACCOUNT: '1234567890123456',
  OSSNOTIFY_REGION: 'cn-shanghai',
};
const CONTENT = {
  url: 'https://1234567890123456.mns.cn-shanghai.aliyuncs.com/',
  accessKeyId: 'LTAI5tExample',
  accessKeySecret: SECRET,
};

const folder = mkdtempSync(join(tmpdir(), 'ossnotify-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('credentials of token', () => {
  it('prints the token of the settings and credentials in force', async () => {
    expect(await runProgram(['token'], { env: ENV })).toEqual({
      status: 0,
      stdout: `${encodeToken(CONTENT)}\n`,
      stderr: '',
    });
  });

  it.each([
    ['stdin', ['--access-key-secret-stdin'], `${SECRET}\n`],
    ['stdin, unasked', [], SECRET],
    ['a file', ['--access-key-secret-file', 'secret'], ''],
  ])('takes the secret from %s', async (_name, args, stdin) => {
    fileOf('secret', `${SECRET}\n`);
    const { ALIBABA_CLOUD_ACCESS_KEY_ID: _id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: _secret, ...env } = ENV;
    const argv = ['token', '--access-key-id', 'LTAI5tExample', ...args];
    const { stdout, stderr } = await runProgram(argv, { env, stdin, cwd: folder });
    expect(stderr).toBe('');
    expect(stdout).toBe(`${encodeToken(CONTENT)}\n`);
  });

  it.each([
    ['a secret without its id', ['--access-key-secret-stdin'], 'half-a-key'],
    ['no secret', ['--access-key-id', 'a'], 'bad-secret'],
    ['an id with a blank', ['--access-key-id', 'a b'], 'bad-access-key-id'],
    [
      'a file that is not there',
      ['--access-key-id', 'a', '--access-key-secret-file', 'none'],
      'unreadable-file',
    ],
    ['a URL that the controller cannot parse', ['--url', 'http://127.0.0.1:4586'], 'bad-mns-url'],
    ['an empty URL, whatever is allowed', ['--url', '', '--any-url'], 'bad-mns-url'],
    ['a name that Kubernetes refuses', ['--secret', '--name', 'My_Secret'], 'bad-secret-name'],
  ])('refuses %s', async (_name, args, code) => {
    const { status, stdout, stderr } = await runProgram(['token', ...args, '-o', 'json'], { env: ENV });
    expect([status, stdout]).toEqual([2, '']);
    expect(JSON.parse(stderr).error.code).toBe(code);
  });

  it.each([
    ['from the environment', { ALIBABA_CLOUD_SECURITY_TOKEN: 'token' }, []],
    ['by their id', {}, ['--access-key-id', 'STS.abc']],
  ])('refuses temporary credentials, known %s', async (_name, more, args) => {
    const { status, stderr } = await runProgram(['token', ...args], {
      env: { ...ENV, ...more },
      stdin: SECRET,
    });
    expect(status).toBe(2);
    expect(stderr).toContain('temporary (STS)');
    expect(stderr).toContain('RAM user');
  });

  it('takes any URL on demand', async () => {
    const { stdout } = await runProgram(['token', '--any-url', '--url', 'http://127.0.0.1:4586'], {
      env: ENV,
    });
    expect(stdout).toBe(`${encodeToken({ ...CONTENT, url: 'http://127.0.0.1:4586' })}\n`);
  });
});
