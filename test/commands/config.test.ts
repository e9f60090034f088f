import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { runProgram, startProgram } from '../support/run-program.ts';

let env: Record<string, string>;
const config = (...argv: string[]) => runProgram(['config', ...argv], { env });
const stored = () =>
  JSON.parse(readFileSync(join(env['XDG_CONFIG_HOME'] ?? '', 'ossnotify', 'config.json'), 'utf8'));

beforeEach(() => {
  env = { XDG_CONFIG_HOME: mkdtempSync(join(tmpdir(), 'ossnotify-')) };
});

describe('config', () => {
  it('stores settings in a first profile, which is then in use', async () => {
    expect(await config('set', 'region', 'cn-shanghai')).toEqual({
      status: 0,
      stdout: '',
      stderr: 'profile default: region = cn-shanghai\n',
    });
    expect(stored()).toEqual({
      version: 1,
      use: 'default',
      profiles: { default: { region: 'cn-shanghai' } },
    });
    expect((await config('get', 'region', '--show-origin')).stdout).toBe('cn-shanghai\tprofile default\n');
    await config('unset', 'region');
    expect(await config('get', 'region')).toMatchObject({ status: 5, stdout: '' });
  });

  it('shows where each setting comes from', async () => {
    await config('set', 'account', '123', '--profile', 'work');
    const { stdout } = await config(
      'list',
      '--show-origin',
      '--profile',
      'work',
      '--region',
      'cn-beijing',
      '-o',
      'json',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      profile: { value: 'work', origin: '--profile' },
      region: { value: 'cn-beijing', origin: '--region' },
      account: { value: '123', origin: 'profile work' },
      network: { value: 'public', origin: 'default' },
    });
  });

  it('takes a secret from stdin or a file, stores it, and never shows it', async () => {
    const secret = 'EXAMPLEsecret';
    const fromStdin = ['config', 'credentials', '--access-key-id', 'AK', '--profile', 'work'];
    const piped = await runProgram(fromStdin, { env, stdin: `${secret}\n` });
    expect(piped).toMatchObject({ status: 0, stdout: '' });
    expect(piped.stderr).not.toContain(secret);
    expect(stored().profiles.work).toEqual({ accessKeyId: 'AK', accessKeySecret: secret });
    writeFileSync(join(env['XDG_CONFIG_HOME'] ?? '', 'secret'), 'OTHERsecret');
    await runProgram([...fromStdin, '--access-key-secret-file', 'secret', '--yes'], {
      env,
      cwd: env['XDG_CONFIG_HOME'] ?? '',
    });
    expect(stored().profiles.work.accessKeySecret).toBe('OTHERsecret');
    expect((await config('list', '-o', 'json', '--profile', 'work')).stdout).not.toContain('secret');
  });

  it('tells whose access key is in force, which is what a refused signature makes one ask', async () => {
    const env2 = {
      ...env,
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIEXAMPLE',
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'EXAMPLEsecret',
    };
    const { stdout } = await runProgram(['config', 'list', '--show-origin'], { env: env2 });
    expect(stdout).toMatch(/^access key id +LTAIEXAMPLE +ALIBABA_CLOUD_ACCESS_KEY_ID$/m);
    expect(stdout).not.toContain('EXAMPLEsecret');
  });

  it('does not read a secret from a terminal', async () => {
    const { status, stderr } = await runProgram(['config', 'credentials', '--access-key-id', 'AK'], {
      env,
      tty: ['stdin'],
    });
    expect(status).toBe(2);
    expect(stderr).toMatch(/terminal that would show it/);
  });

  it.each([
    [['set', 'region', ''], /"" .* is no region/],
    [['set', 'region', 'x/../y'], /is no region/],
    [['set', 'account', 'me'], /digits/],
    [['set', 'network', 'fast'], /public, internal, vpc/],
    [['set', 'accessKeySecret', 'x'], /config credentials/],
    [['set', 'region', 'cn-beijing', '--profile', 'emulator'], /built in/],
    [['list', '--profile', 'constructor'], /no profile constructor/],
    [['credentials', '--access-key-id', ''], /"" is no AccessKey ID/],
  ])('refuses %j with 2 and stores nothing', async (argv, cause) => {
    const { status, stdout, stderr } = await config(...argv);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(cause);
    expect(stored).toThrow('ENOENT');
  });

  it('says that it cannot write', async () => {
    writeFileSync(join(env['XDG_CONFIG_HOME'] ?? '', 'ossnotify'), 'a file where the folder should be');
    const { status, stderr } = await config('set', 'region', 'cn-beijing');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^error: cannot write into .+: E\w+\nhint: .+\n$/);
  });
});

describe('config says what it changes', () => {
  const credentials = (id: string, stdin: string, ...more: string[]) =>
    runProgram(['config', 'credentials', '--access-key-id', id, ...more], { env, stdin });

  it('set tells what was there, unset too, and use what was in use', async () => {
    await config('set', 'region', 'cn-shanghai');
    expect(await config('set', 'region', 'cn-beijing')).toEqual({
      status: 0,
      stdout: '',
      stderr: 'profile default: region = cn-beijing (was cn-shanghai)\n',
    });
    expect((await config('unset', 'region')).stderr).toBe('profile default: region unset (was cn-beijing)\n');
    expect((await config('unset', 'region')).stderr).toBe('profile default: region was not set\n');
    await config('set', 'region', 'cn-beijing', '--profile', 'work');
    expect((await config('use', 'work')).stderr).toBe('profile work is now in use (it was default)\n');
  });

  it('--dry-run prints it and changes nothing', async () => {
    await config('set', 'region', 'cn-shanghai');
    await config('set', 'region', 'cn-shanghai', '--profile', 'work');
    await credentials('AK1', 'EXAMPLEsecret1');
    const before = stored();
    const rows: [string[], string][] = [
      [
        ['set', 'region', 'cn-beijing'],
        'would store profile default: region = cn-beijing (was cn-shanghai)\n',
      ],
      [['unset', 'region'], 'would unset profile default: region (was cn-shanghai)\n'],
      [['use', 'work'], 'would use profile work (it was default)\n'],
    ];
    for (const [argv, stdout] of rows)
      expect(await config(...argv, '--dry-run')).toEqual({ status: 0, stdout, stderr: '' });
    expect(await credentials('AK2', 'EXAMPLEsecret2', '--dry-run')).toEqual({
      status: 0,
      stdout: 'would store access key AK2 in profile default, in place of AK1\n',
      stderr: '',
    });
    expect(stored()).toEqual(before);
  });

  it('credentials asks before it overwrites others, and lets no token of theirs live on', async () => {
    await credentials('AK1', 'EXAMPLEsecret1');
    expect(await credentials('AK1', 'EXAMPLEsecret1')).toMatchObject({ status: 0 });
    expect(await credentials('AK2', 'EXAMPLEsecret2')).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'error: Profile default holds access key AK1. Overwrite it with AK2? Nobody can be asked here\nhint: pass --yes to go ahead\n',
    });
    expect((await credentials('AK1', 'EXAMPLEsecret2')).stderr).toMatch(
      /^error: .* with another secret or a token/,
    );
    const file = join(env['XDG_CONFIG_HOME'] ?? '', 'ossnotify', 'config.json');
    const { default: profile } = stored().profiles;
    const withToken = { ...stored(), profiles: { default: { ...profile, securityToken: 'EXAMPLEtoken' } } };
    writeFileSync(file, JSON.stringify(withToken));
    expect(await credentials('AK2', 'EXAMPLEsecret2', '--yes')).toEqual({
      status: 0,
      stdout: '',
      stderr: 'profile default now holds access key AK2, in place of AK1\n',
    });
    expect(stored().profiles.default).toEqual({ accessKeyId: 'AK2', accessKeySecret: 'EXAMPLEsecret2' });
  });

  it('credentials asks on a terminal, where the secret comes from a file', async () => {
    const home = env['XDG_CONFIG_HOME'] ?? '';
    await credentials('AK1', 'EXAMPLEsecret1');
    writeFileSync(join(home, 'secret'), 'EXAMPLEsecret2');
    const asked = startProgram(
      ['config', 'credentials', '--access-key-id', 'AK2', '--access-key-secret-file', 'secret'],
      { env, cwd: home, tty: ['stdin', 'stderr'] },
    );
    await asked.stderr.until(/Overwrite it with AK2\? \[y\/N\] /);
    asked.type('n\n');
    expect(await asked.ended).toMatchObject({ status: 1, stdout: '' });
    expect(stored().profiles.default.accessKeyId).toBe('AK1');
  });

  it('get takes -o', async () => {
    await config('set', 'region', 'cn-shanghai');
    expect((await config('get', 'region', '-o', 'json')).stdout).toBe('{\n  "region": "cn-shanghai"\n}\n');
    expect((await config('get', 'region', '-o', 'yaml', '--show-origin')).stdout).toBe(
      'region:\n  value: cn-shanghai\n  origin: profile default\n',
    );
    expect((await config('get', 'account', '-o', 'yaml')).stderr).toBe(
      'error:\n  code: "setting-not-set"\n  message: "account is not set"\n  hint: "set it with: ossnotify config set account VALUE"\n',
    );
  });
});

describe('a setting that becomes part of a host name', () => {
  it('is checked before anything is sent', async () => {
    const keys = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'a', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'b' };
    const { status, stderr } = await runProgram(['rule', 'list', '--region', 'localhost:9/#'], { env: keys });
    expect(status).toBe(2);
    expect(stderr).toMatch(/"localhost:9\/#" \(from --region\) is no region/);
  });
});
