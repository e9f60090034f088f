import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { GivenSettings } from '../../src/clients/profile-in-force.ts';
import { openProfileStore, type ProfileStore } from '../../src/clients/profiles.ts';
import { readSettings } from '../../src/clients/settings.ts';

let homeDir: string;
let profiles: ProfileStore;

beforeEach(async () => {
  homeDir = mkdtempSync(join(tmpdir(), 'ossnotify-'));
  profiles = openProfileStore({ env: {}, homeDir });
});

const settings = (given: GivenSettings = {}, env: Record<string, string> = {}) =>
  readSettings({ given, env, profiles });

describe('where a setting comes from', () => {
  beforeEach(async () => {
    await profiles.update('named', { region: 'of-named' });
    await profiles.update('standing', { region: 'of-standing' });
    await profiles.use('standing');
  });

  it.each([
    [
      'the flag',
      { region: 'of-flag', profile: 'named' },
      { OSSNOTIFY_REGION: 'of-env' },
      { value: 'of-flag', origin: '--region' },
    ],
    [
      'the named profile',
      { profile: 'named' },
      { OSSNOTIFY_REGION: 'of-env' },
      { value: 'of-named', origin: 'profile named' },
    ],
    [
      'the environment',
      {},
      { OSSNOTIFY_REGION: 'of-env', OSSNOTIFY_PROFILE: 'named' },
      { value: 'of-env', origin: 'OSSNOTIFY_REGION' },
    ],
    [
      'the profile of the environment',
      {},
      { OSSNOTIFY_PROFILE: 'named' },
      { value: 'of-named', origin: 'profile named' },
    ],
    ['the profile in use', {}, {}, { value: 'of-standing', origin: 'profile standing' }],
  ])('%s comes first', async (_, given, env, expected) => {
    expect(await settings(given, env).get('region')).toEqual(expected);
  });

  it('falls back to defaults, and says so', async () => {
    expect(await settings().get('provider')).toEqual({ value: 'oss', origin: 'default' });
    expect(await settings().get('account')).toBeUndefined();
    await expect(settings().require('account')).rejects.toMatchObject({
      kind: 'usage',
      code: 'missing-account',
      hint: expect.stringContaining('OSSNOTIFY_ACCOUNT'),
    });
  });

  it('moves the built-in profile by OSSNOTIFY_ENDPOINT', async () => {
    const env = { OSSNOTIFY_ENDPOINT: 'http://127.0.0.1:9999' };
    expect(await settings({ profile: 'emulator' }).get('endpoint')).toEqual({
      value: 'http://127.0.0.1:4586',
      origin: 'profile emulator',
    });
    expect(await settings({ profile: 'emulator' }, env).get('endpoint')).toEqual({
      value: 'http://127.0.0.1:9999',
      origin: 'OSSNOTIFY_ENDPOINT',
    });
  });

  it('names the profiles that there are when one is not', async () => {
    await expect(settings({ profile: 'nobody' }).get('region')).rejects.toMatchObject({
      code: 'unknown-profile',
      hint: expect.stringContaining('emulator, named, standing'),
    });
  });
});

describe('credentials', () => {
  const environment = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'env-id',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'env-secret',
  };

  beforeEach(async () => {
    await profiles.update('work', { accessKeyId: 'work-id' });
    await profiles.update('work', { accessKeySecret: 'work-secret' });
  });

  it.each([
    ['a named profile beats the environment', { profile: 'work' }, environment, 'work-id'],
    ['so does OSSNOTIFY_PROFILE', {}, { ...environment, OSSNOTIFY_PROFILE: 'work' }, 'work-id'],
    ['the environment beats the profile in use', {}, environment, 'env-id'],
    ['the profile in use beats the default chain', {}, {}, 'work-id'],
    ['half a key in the environment is none', {}, { ALIBABA_CLOUD_ACCESS_KEY_ID: 'half' }, 'work-id'],
  ])('%s', async (_, given, env, accessKeyId) => {
    await profiles.use('work');
    expect(await settings(given, env).credentials()).toMatchObject({ accessKeyId });
  });

  it('leaves it to the default chain when nothing is stored', async () => {
    expect(await settings().credentials()).toBeUndefined();
  });

  it('refuses half a key of a profile instead of mixing it with another', async () => {
    await profiles.update('work', { accessKeySecret: undefined });
    await expect(settings({ profile: 'work' }, environment).credentials()).rejects.toMatchObject({
      kind: 'authentication',
      hint: expect.stringContaining('config credentials --profile work'),
    });
  });
});

describe('the config file', () => {
  it('is readable by its owner only, and is not made by reading', async () => {
    const other = openProfileStore({ env: { XDG_CONFIG_HOME: join(homeDir, 'xdg') }, homeDir });
    expect(await other.names()).toEqual([]);
    expect(() => statSync(other.path)).toThrow('ENOENT');
    await other.update('work', { region: 'cn-shanghai' });
    expect(statSync(other.path).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(other.path, 'utf8'))).toEqual({
      version: 1,
      profiles: { work: { region: 'cn-shanghai' } },
    });
  });

  it('is not overwritten when it cannot be read', async () => {
    await profiles.update('work', { region: 'cn-shanghai' });
    writeFileSync(profiles.path, '{ "profiles": ');
    const reopened = openProfileStore({ env: {}, homeDir });
    await expect(reopened.read('work')).rejects.toMatchObject({
      code: 'bad-config',
      message: expect.stringContaining(profiles.path),
    });
    expect(readFileSync(profiles.path, 'utf8')).toBe('{ "profiles": ');
  });
});
