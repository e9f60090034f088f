/** `rule delete --cascade` takes what `rule create` made, and no more; `topic delete` takes what stays. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createMnsClient } from '../../src/clients/mns.ts';
import { withEmulator } from '../support/emulated.ts';
import { runProgram } from '../support/run-program.ts';

const emulator = withEmulator();
const ossnotify = (...argv: string[]) => runProgram(argv, { env: emulator.env });
const create = (name: string, ...to: string[]) =>
  ossnotify(
    'rule',
    'create',
    name,
    '--bucket',
    'night',
    '--event',
    'PutObject',
    '--prefix',
    `${name}/`,
    ...to,
  );
const deleted = (...argv: string[]) => ossnotify('rule', 'delete', ...argv, '--cascade', '--yes');

async function mns<T>(use: (client: ReturnType<typeof createMnsClient>) => Promise<T>): Promise<T> {
  const client = createMnsClient({
    endpoint: emulator.url,
    accountId: '1000000000000001',
    credentials: async () => ({ accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' }),
  });
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}

const topics = () => mns((client) => client.listTopics());

beforeEach(async () => {
  await fetch(`${emulator.url}/_emulator/reset`, { method: 'POST' });
});

describe('a topic that the rule names', () => {
  it('goes with the rule that made it', async () => {
    await create('movies', '--to', 'topic:media');
    expect(await deleted('movies')).toEqual({
      status: 0,
      stdout: 'deleted rule:movies topic:media\n',
      stderr: '',
    });
    expect(await topics()).toEqual([]);
  });

  it('stays when it stood before, whatever its attributes', async () => {
    await mns(async (client) => {
      await client.createTopic('media');
      await client.createTopic('small', { maximumMessageBytes: 2048 });
    });
    for (const topic of ['media', 'small']) {
      expect(await create('movies', '--to', `topic:${topic}`)).toMatchObject({
        status: 0,
        stdout: `${topic}\n`,
      });
      expect(await deleted('movies')).toEqual({
        status: 0,
        stdout: 'deleted rule:movies\n',
        stderr: `topic ${topic} stays: it was not made for rule movies; this deletes it: ossnotify topic delete ${topic}\n`,
      });
    }
    expect(await topics()).toEqual(['media', 'small']);
  });

  it('stays for another rule, also for a later one, and goes with both', async () => {
    await create('movies', '--to', 'topic:media');
    await create('music', '--to', 'topic:media');
    expect((await ossnotify('rule', 'delete', 'movies', 'music', '--cascade', '--dry-run')).stdout).toBe(
      'would delete rule:movies\nwould delete rule:music topic:media\n',
    );
    expect(await deleted('movies')).toEqual({
      status: 0,
      stdout: 'deleted rule:movies\n',
      stderr:
        'topic media stays: rule music publishes to it, too; after them, this deletes it: ossnotify topic delete media\n',
    });
    expect((await deleted('music')).stderr).toBe(
      'topic media stays: it was not made for rule music; this deletes it: ossnotify topic delete media\n',
    );
  });

  it('stays for subscriptions that were not made for the rule; those of the rule go', async () => {
    await create('movies', '--to', 'topic:media,https://h.example/x');
    await mns((client) => client.subscribe('media', 'theirs', { endpoint: 'https://h.example/y' }));
    const { stdout, stderr } = await deleted('movies', '-o', 'json');
    expect(JSON.parse(stdout)).toEqual({
      deletions: [
        {
          name: 'movies',
          outcome: 'deleted',
          removed: [expect.stringMatching(/^subscription:mns-en-subs-oss-movies-1-\d{16}$/)],
          stays: { topic: 'media', because: 'has-other-subscriptions', of: ['theirs'] },
        },
      ],
      applied: true,
    });
    expect(stderr).toBe(
      'topic media stays: its subscription theirs was not made for rule movies; this deletes it: ossnotify topic delete media\n',
    );
    expect(await mns((client) => client.listSubscriptions('media'))).toEqual(['theirs']);
  });

  it('is not spoken of when it has gone already', async () => {
    await create('movies', '--to', 'topic:media');
    await mns((client) => client.deleteTopic('media'));
    expect(await deleted('movies')).toEqual({ status: 0, stdout: 'deleted rule:movies\n', stderr: '' });
  });
});

describe('topic delete', () => {
  it('deletes a topic with its subscriptions, and asks for --yes', async () => {
    await mns(async (client) => {
      await client.createTopic('media');
      await client.subscribe('media', 'theirs', { endpoint: 'https://h.example/y' });
    });
    expect(await ossnotify('topic', 'delete', 'media')).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'error: Delete topic media with its subscription? Nobody can be asked here\nhint: pass --yes to go ahead\n',
    });
    expect((await ossnotify('topic', 'delete', 'media', '--dry-run', '-o', 'json')).stdout).toBe(
      '{\n  "topic": "media",\n  "subscriptions": [\n    "theirs"\n  ],\n  "applied": false\n}\n',
    );
    expect(await ossnotify('topic', 'delete', 'media', '--yes')).toEqual({
      status: 0,
      stdout: 'deleted topic:media subscription:theirs\n',
      stderr: '',
    });
    expect(await topics()).toEqual([]);
  });

  it('refuses one that a rule publishes to, and knows a missing one', async () => {
    await create('movies', '--to', 'topic:media');
    expect(await ossnotify('topic', 'delete', 'media', '--yes')).toEqual({
      status: 6,
      stdout: '',
      stderr:
        'error: rule movies publishes to topic media\nhint: nothing was deleted; delete the rule first: ossnotify rule delete movies --cascade\n',
    });
    expect(await ossnotify('topic', 'delete', 'nosuch', '--yes')).toMatchObject({
      status: 5,
      stderr: expect.stringMatching(/^error: TopicNotExist.*\(request id \w+\)\nhint: .+\n$/),
    });
  });
});
