import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { SeedError, startEmulator } from '../../src/emulator/index.ts';
import { aliOss, mnsSdk } from '../contract/sdk.ts';

const directory = mkdtempSync(join(tmpdir(), 'ossnotify-seed-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function fileOf(text: string): string {
  const path = join(directory, 'seed.yaml');
  writeFileSync(path, text);
  return path;
}

const SEED = `
queues:
  - plain
  - name: inbox
    visibilitySeconds: 5
    messages: [one, two]
topics:
  - name: movies
    subscriptions:
      - { name: to-inbox, to: 'queue:inbox', format: SIMPLIFIED, filterTag: red }
      - { name: to-hook, to: 'http://127.0.0.1:1/hook' }
buckets:
  - name: demo-bucket
    objects: [{ key: a.txt, text: hello, contentType: text/plain }]
  - { name: other-bucket, provider: ks3 }
rules:
  - name: movies
    bucket: night-bucket
    events: ['ObjectCreated:*']
    match: ['movie/*.mp3', 'one.txt']
    to: ['topic:movies']
`;

describe('a seed', () => {
  test('from a file is the state to start from', async () => {
    const emulator = await startEmulator({ seed: fileOf(SEED) });
    expect(emulator.state()).toMatchObject({
      queues: [
        { name: 'plain', active: 0, visibilitySeconds: 30 },
        { name: 'inbox', active: 2, visibilitySeconds: 5 },
      ],
      topics: [{ name: 'movies', subscriptions: 2 }],
      subscriptions: [
        { topic: 'movies', name: 'to-inbox', format: 'SIMPLIFIED', filterTag: 'red' },
        { topic: 'movies', name: 'to-hook', endpoint: 'http://127.0.0.1:1/hook' },
      ],
      rules: [
        {
          name: 'movies',
          topic: 'movies',
          matchRules: [
            [{ prefix: 'night-bucket/movie/', suffix: '.mp3' }],
            [{ name: 'night-bucket/one.txt' }],
          ],
        },
      ],
      buckets: [
        { name: 'demo-bucket', provider: 'oss', objects: 1, bytes: 5 },
        { name: 'night-bucket', provider: 'oss' },
        { name: 'other-bucket', provider: 'ks3' },
      ],
    });
    expect((await aliOss(emulator).get('a.txt')).content.toString()).toBe('hello');
    expect((await mnsSdk(emulator).receiveMessage('inbox')).body.MessageBody).toBe('one');
    await emulator.close();
  });

  test('is not sown twice where the data folder holds a state', async () => {
    const dataDirectory = join(directory, 'data');
    for (const _ of [1, 2]) {
      const emulator = await startEmulator({
        seed: { queues: [{ name: 'q', messages: ['x'] }] },
        dataDirectory,
      });
      expect(emulator.messages('q')).toHaveLength(1);
      await emulator.close();
    }
  });

  test('can be added by a call', async () => {
    const emulator = await startEmulator();
    emulator.apply({ queues: ['a'], topics: ['b'] });
    expect(emulator.queues()).toMatchObject([{ name: 'a' }]);
    expect(() => emulator.apply({ queues: ['bad_name'] })).toThrow(SeedError);
    await emulator.close();
  });

  test.each([
    ['no YAML', 'queues: [', /seed\.yaml: /],
    ['a list', '- a', /must have members/],
    ['an unknown member', 'queue: [a]', /unknown member "queue"/],
    ['a queue without a name', 'queues: [{ messages: [x] }]', /queues\[0\] lacks "name"/],
    ['a number for a name', 'topics: [{ name: 5 }]', /topics\[0\] name must be a text/],
    ['a rule without events', 'rules: [{ name: a, bucket: b }]', /lacks "events"/],
    [
      'a rule to nowhere',
      'rules: [{ name: a, bucket: abc, events: ["ObjectCreated:*"], to: ["topic:none"] }]',
      /topic-missing/,
    ],
    [
      'a bad target',
      'topics: [{ name: t, subscriptions: [{ name: s, to: nowhere }] }]',
      /neither topic:NAME/,
    ],
  ])('that is %s is refused with its place', async (_, text, message) => {
    await expect(startEmulator({ seed: fileOf(text) })).rejects.toThrow(message);
  });
});
