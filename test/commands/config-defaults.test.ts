/** What a profile decides beside the place: outputs, the topic, options of `tail`; and files of older forms. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withEmulator } from '../support/emulated.ts';
import { runProgram } from '../support/run-program.ts';

const emulator = withEmulator();
let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ossnotify-config-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const file = () => join(home, 'ossnotify', 'config.json');
const ossnotify = (...argv: string[]) =>
  runProgram(argv, { env: { XDG_CONFIG_HOME: home, XDG_DATA_HOME: home }, homeDir: home });

describe('defaults of a profile', () => {
  it('give -o where none is given, and only to commands that can print so', async () => {
    await ossnotify('config', 'set', 'output', 'json');
    expect(JSON.parse((await ossnotify('events')).stdout)).toBeInstanceOf(Array);
    expect((await ossnotify('events', '-o', 'yaml')).stdout).toMatch(/^- type: /);
    expect(await ossnotify('config', 'set', 'output', 'raw')).toMatchObject({ status: 2 });
  });

  it('give tail its options and its topic', async () => {
    const settings = {
      provider: 'oss',
      region: 'cn-hangzhou',
      account: '1000000000000001',
      endpoint: emulator.url,
    };
    for (const [key, value] of Object.entries(settings)) await ossnotify('config', 'set', key, value);
    await runProgram(['config', 'credentials', '--access-key-id', 'emulator'], {
      env: { XDG_CONFIG_HOME: home },
      stdin: 'emulator-secret\n',
    });
    await ossnotify('config', 'set', 'topic', 'no-such-topic');
    await ossnotify('config', 'set', 'tail.timeout', '50s');
    const { status, stderr } = await ossnotify('tail');
    expect([status, stderr]).toEqual([5, expect.stringMatching(/TopicNotExist|no-such-topic/)]);
    const { stdout } = await ossnotify('config', 'list', '--show-origin');
    expect(stdout).toMatch(/tail\.timeout +50s +profile default/);
  });
});

describe('the config file', () => {
  it('is brought to the present form, and stays 0600', async () => {
    mkdirSync(join(home, 'ossnotify'));
    writeFileSync(file(), JSON.stringify({ use: 'work', profiles: { work: { region: 'oss-cn-shanghai' } } }));
    expect((await ossnotify('config', 'get', 'region')).stdout).toBe('cn-shanghai\n');
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({
      version: 1,
      use: 'work',
      profiles: { work: { region: 'cn-shanghai' } },
    });
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  it('of a newer program is left alone', async () => {
    mkdirSync(join(home, 'ossnotify'));
    writeFileSync(file(), '{"version":99}');
    expect(await ossnotify('config', 'get', 'region')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('newer ossnotify'),
    });
    expect(readFileSync(file(), 'utf8')).toBe('{"version":99}');
  });
});

describe('completion install', () => {
  it.each([
    ['bash', 'bash-completion/completions/ossnotify', /complete -o default/],
    ['zsh', 'zsh/site-functions/_ossnotify', /^#compdef/],
    ['fish', 'fish/completions/ossnotify.fish', /complete -c ossnotify/],
  ])('%s', async (shell, place, content) => {
    const { status, stdout } = await ossnotify('completion', 'install', shell);
    expect([status, stdout]).toEqual([0, `${join(home, place)}\n`]);
    expect(readFileSync(join(home, place), 'utf8')).toMatch(content);
  });

  it('asks for the shell where it is not known', async () => {
    expect(await ossnotify('completion', 'install')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('name it'),
    });
  });
});
