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

describe('token inspect', () => {
  it.each([
    ['token', ['token']],
    ['secret', ['token', '--secret', '-n', 'prod', '--key', 'mns']],
    ['secret as JSON', ['token', '--secret', '-o', 'json']],
  ])('finds nothing wrong with our own %s, and masks the secret', async (_name, argv) => {
    const { stdout: written } = await runProgram(argv, { env: ENV });
    const fromFile = await runProgram(['token', 'inspect', fileOf('t', written)]);
    const fromStdin = await runProgram(['token', 'inspect', '-'], { stdin: written });
    expect(fromFile).toEqual(fromStdin);
    expect(fromFile.status).toBe(0);
    expect(fromFile.stdout).toContain('nothing is wrong with it');
    expect(fromFile.stdout).toMatch(new RegExp(`^url: +${CONTENT.url}$`, 'm'));
    expect(fromFile.stdout).not.toContain(SECRET);
  });

  it('ends with 3 on findings, and names them', async () => {
    const twice = Buffer.from(encodeToken(CONTENT)).toString('base64');
    const { status, stdout } = await runProgram(['token', 'inspect'], { stdin: twice });
    expect(status).toBe(3);
    expect(stdout).toContain('finding (double-base64): it is Base64 twice');
  });

  it('prints JSON', async () => {
    const { status, stdout } = await runProgram(['token', 'inspect', '-o', 'json'], {
      stdin: encodeToken({ ...CONTENT, url: '' }),
    });
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({
      form: 'token',
      content: { url: '', accessKeyId: 'LTAI5t…mple', accessKeySecret: '******** (30 characters)' },
      findings: [{ code: 'bad-mns-url', message: 'the MNS URL is empty' }],
      notes: [],
    });
  });

  it('takes the key and the leave for any URL as options of its own', async () => {
    const stdin = (
      await runProgram(['token', '--secret', '--key', 'k', '--any-url', '--url', 'http://a.b'], { env: ENV })
    ).stdout;
    expect((await runProgram(['token', 'inspect', '--key', 'k', '--any-url'], { stdin })).status).toBe(0);
    expect((await runProgram(['token', 'inspect'], { stdin })).status).toBe(3);
  });

  it('names a file that it cannot read', async () => {
    const { status, stderr } = await runProgram(['token', 'inspect', 'none'], { cwd: folder });
    expect(status).toBe(2);
    expect(stderr).toContain('cannot read none: ENOENT');
  });
});
