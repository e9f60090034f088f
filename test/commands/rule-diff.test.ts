/** What a plan tells of each change: whole lists, destinations, formats, and other people's rules. */
import { beforeEach, describe, expect, it } from 'vitest';
import { withEmulator } from '../support/emulated.ts';
import { runProgram } from '../support/run-program.ts';

const emulator = withEmulator();
const ossnotify = (argv: readonly string[], stdin = '') => runProgram(argv, { env: emulator.env, stdin });
const fileOf = (rule: object) =>
  JSON.stringify({ bucket: 'night', rules: [{ name: 'movies', events: ['ObjectCreated:*'], ...rule }] });
const diff = async (rule: object) => {
  const { status, stdout } = await ossnotify(['rule', 'diff', '-f', '-'], fileOf(rule));
  return [status, ...stdout.trimEnd().split('\n').slice(1)];
};
const apply = (rule: object) => ossnotify(['rule', 'apply', '-f', '-', '--yes'], fileOf(rule));
const GAP =
  '      movies is deleted, then made anew: until the new one works, about 10 minutes by the documents of Alibaba Cloud OSS, its events may be lost';
const SUBSCRIPTION = /mns-en-subs-oss-movies-\d-\d{16}/g;

beforeEach(async () => {
  await fetch(`${emulator.url}/_emulator/reset`, { method: 'POST' });
});

describe('a pruning', () => {
  it("says that a rule's own topic stays, and what deletes it", async () => {
    await apply({ match: ['a/*'] });
    const none = JSON.stringify({ bucket: 'night', rules: [] });
    const argv = ['rule', 'apply', '-f', '-', '--prune', '--yes'];
    const { stdout } = await ossnotify(argv, none);
    const [, topic = ''] =
      /topic (\S+) stays; this deletes it: ossnotify topic delete \1\n/.exec(stdout) ?? [];
    expect(topic).toMatch(/^mns-en-topics-oss-movies-\d{16}$/);
    expect((await ossnotify(['topic', 'delete', topic, '--yes'])).status).toBe(0);
  });
});

describe('a diff', () => {
  it('shows whole lists, also where something only comes', async () => {
    await apply({ match: ['a/*'], to: ['topic:t'] });
    expect(await diff({ match: ['a/*', 'b/*'], to: ['topic:t'] })).toEqual([
      3,
      '  ~ replace movies',
      '      match: a/* -> a/*, b/*',
      GAP,
    ]);
    expect(await diff({ to: ['topic:t'] })).toContain('      match: a/* -> *');
  });

  it('names a change of format and of retries, which apply makes', async () => {
    const [was, becomes] = [
      { match: ['a/*'], to: ['topic:t', 'https://h.example/x'] },
      { match: ['a/*'], to: ['topic:t', 'https://h.example/x'], format: 'json', retry: 'decay' },
    ];
    await apply(was);
    const restyled =
      '      subscribe https://h.example/x anew: format simplified -> json, retry backoff -> decay';
    expect(await diff(becomes)).toEqual([3, '  ~ rewire  movies', restyled]);
    expect((await apply(becomes)).status).toBe(0);
    expect(await diff(becomes)).toEqual([0, '  = keep    movies']);
  });

  it('shows where a replaced rule goes, and apply leaves no difference', async () => {
    await apply({ match: ['a/*'], to: ['topic:t', 'https://h.example/old', 'https://h.example/x'] });
    const changed = {
      match: ['b/*'],
      to: ['topic:t', 'https://h.example/new', 'https://h.example/x'],
      format: 'json',
    };
    const shown = (await diff(changed)).map((line) => String(line).replace(SUBSCRIPTION, 'NAME'));
    expect(shown).toEqual([
      '3',
      '  ~ replace movies',
      '      match: a/* -> b/*',
      '      unsubscribe https://h.example/old (NAME)',
      '      subscribe https://h.example/new (format json)',
      '      subscribe https://h.example/x anew: format simplified -> json',
      GAP,
    ]);
    expect((await apply(changed)).status).toBe(0);
    expect(await diff(changed)).toEqual([0, '  = keep    movies']);
  });

  it('shows another topic with all that is subscribed to it, and takes the old subscriptions away', async () => {
    await apply({ match: ['a/*'], to: ['topic:t', 'https://h.example/x'] });
    const moved = { match: ['a/*'], to: ['topic:u', 'https://h.example/x'] };
    const shown = (await diff(moved)).map((line) => String(line).replace(SUBSCRIPTION, 'NAME'));
    expect(shown).toEqual([
      '3',
      '  ~ replace movies',
      '      to: topic:t -> topic:u',
      '      unsubscribe https://h.example/x (NAME)',
      '      subscribe https://h.example/x',
      '      topic t stays; this deletes it: ossnotify topic delete t',
      GAP,
    ]);
    await apply(moved);
    const { stdout } = await ossnotify(['emulator', 'inspect', 'topics', '-o', 'json']);
    const subscribed = JSON.parse(stdout).map(({ name, subscriptions }: Record<string, unknown>) => [
      name,
      subscriptions,
    ]);
    expect(subscribed).toEqual([
      ['t', 0],
      ['u', 1],
    ]);
  });

  it('counts the rules of other buckets, and names those of its own', async () => {
    for (const [name, bucket] of [
      ['one', 'other'],
      ['two', 'third'],
      ['stray', 'night'],
    ] as const)
      await ossnotify(['rule', 'create', name, '--bucket', bucket, '--event', 'DeleteObject']);
    expect(await diff({ match: ['a/*'], to: ['topic:t', 'https://h.example/x'] })).toEqual([
      3,
      '  + create  movies: ObjectCreated:* of a/* on bucket night to topic:t, https://h.example/x',
      '    foreign stray (not in the file, left alone)',
      '    2 rules of other buckets, left alone',
    ]);
    const { stdout } = await ossnotify(['rule', 'diff', '-f', '-', '-o', 'json'], fileOf({}));
    const [scope] = JSON.parse(stdout).scopes;
    expect([scope.rulesOfOtherBuckets, scope.changes.map(({ rule }: { rule: string }) => rule)]).toEqual([
      2,
      ['movies', 'stray'],
    ]);
  });
});
