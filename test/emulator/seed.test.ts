import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  - name: hooks
    provider: ks3
    bucket: other-bucket
    events: ['ObjectCreated:*']
    match: ['photo/*.jpg']
    to: ['http://127.0.0.1:1/ks3']
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
    expect(emulator.ks3Rules()).toMatchObject([
      {
        bucket: 'other-bucket',
        RuleId: 'hooks',
        Events: ['ks3:ObjectCreated:*'],
        Resources: [{ Prefix: 'photo/', Suffix: '.jpg' }],
        Destinations: [{ DestType: 'Endpoint', CallbackUrl: 'http://127.0.0.1:1/ks3' }],
      },
    ]);
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
    ['a list', '- a', /seed\.yaml: the seed must have members/],
    ['an unknown member', 'queue: [a]', /the seed has an unknown member "queue"/],
    ['a queue without a name', 'queues: [{ messages: [x] }]', /queues\[0\] lacks "name"/],
    [
      'a body that no answer can hold',
      'queues: [{ name: q, messages: ["\\0"] }]',
      /messages\[0\] has characters that XML /,
    ],
    [
      'a type that no header can hold',
      'buckets: [{ name: abc, objects: [{ key: k, contentType: "a\\nb" }] }]',
      /objects\[0\]\.contentType has characters that no header can hold/,
    ],
    ['a number for a name', 'topics: [{ name: 5 }]', /topics\[0\]\.name must be a text/],
    ['a rule without events', 'rules: [{ name: a, bucket: b }]', /rules\[0\] lacks "events"/],
    [
      'a rule to nowhere',
      'rules: [{ name: a, bucket: abc, events: ["ObjectCreated:*"], to: ["topic:none"] }]',
      /rules\[0\] "a": topic missing \(none\)/,
    ],
    [
      'a bad target',
      'topics: [{ name: t, subscriptions: [{ name: s, to: "topic:t" }] }]',
      /topics\[0\]\.subscriptions\[0\]\.to must be queue:NAME or an http\(s\) URL, not "topic:t"/,
    ],
    [
      'a format that is none',
      'topics: [{ name: t, subscriptions: [{ name: s, to: "queue:q", format: JSONN }] }]',
      /topics\[0\]\.subscriptions\[0\]\.format must be XML or JSON or SIMPLIFIED/,
    ],
    [
      'a strategy that is none',
      'topics: [{ name: t, subscriptions: [{ name: s, to: "queue:q", strategy: FOO }] }]',
      /subscriptions\[0\]\.strategy must be BACKOFF_RETRY or /,
    ],
    [
      'of another provider',
      'buckets: [{ name: b, provider: s3 }]',
      /buckets\[0\]\.provider must be oss or ks3/,
    ],
    [
      'beyond a limit',
      'queues: [{ name: q, visibilitySeconds: 0 }]',
      /queues\[0\] "q": VisibilityTimeout must be from 1 to 43200/,
    ],
    [
      'a key for KS3',
      'rules: [{ name: r, provider: ks3, bucket: abc, events: ["ObjectCreated:*"], match: [a.txt], to: ["http://a/"] }]',
      /rules\[0\]\.match\[0\]: KS3 has no rules for one key/,
    ],
  ])('that is %s is refused with its place', async (_, text, message) => {
    await expect(startEmulator({ seed: fileOf(text) })).rejects.toThrow(message);
  });

  const rule = { name: 'r', bucket: 'bucket1', events: ['ObjectCreated:*'] };

  test.each<[object, string]>([
    [{ queue: ['a'] }, 'the seed has an unknown member "queue"'],
    [{ queues: 'q' }, 'queues must be a list'],
    [{ queues: [null] }, 'queues[0] must have members'],
    [{ queues: [{ name: 'q1', visibility: 5 }] }, 'queues[0] has an unknown member "visibility"'],
    [{ queues: [{ name: 'q1', delaySeconds: '5' }] }, 'queues[0].delaySeconds must be a number'],
    [{ queues: [{ name: 'q1', messages: ['', 'x'] }] }, 'queues[0].messages[0]: value invalid (MessageBody)'],
    [{ rules: [{ ...rule, events: 'x' }] }, 'rules[0].events must be a list'],
    [{ buckets: [{ name: 'b', objects: [{ key: 5 }] }] }, 'buckets[0].objects[0].key must be a text'],
    [{ rules: [rule, { ...rule, name: 's' }] }, 'rules[1] "s": rule overlap (r)'],
  ])('that is no seed is refused as a value too: %j', async (seed, message) => {
    await expect(startEmulator({ seed })).rejects.toThrow(new SeedError(message));
  });

  test('that is refused leaves nothing behind', async () => {
    const emulator = await startEmulator({
      seed: { queues: [{ name: 'old', delaySeconds: 5 }], rules: [rule] },
    });
    const before = emulator.state();
    const good = { queues: ['q'], topics: ['t'], buckets: ['bucket2'] };
    for (const bad of [
      { ...good, rules: [{ ...rule, name: 'late' }] },
      { ...good, queues: ['q', 'old'] },
      {
        ...good,
        rules: [{ ...rule, provider: 'ks3', events: ['Nonsense'], to: ['http://127.0.0.1/'] } as const],
      },
    ])
      expect(() => emulator.apply(bad)).toThrow(SeedError);
    expect(emulator.state()).toEqual(before);
    expect(emulator.ks3Rules()).toEqual([]);
    emulator.apply(good);
    expect(emulator.queues().map(({ name }) => name)).toEqual(['old', 'q']);
    await emulator.close();
  });

  test('that the README shows is one', async () => {
    const [, shown] = /```yaml\n(queues:[^`]*)```/.exec(readFileSync('README.md', 'utf8')) ?? [];
    const emulator = await startEmulator({ seed: fileOf(String(shown)) });
    const { queues, topics, subscriptions, rules, buckets } = emulator.state();
    for (const some of [queues, topics, subscriptions, rules, buckets, emulator.ks3Rules()])
      expect(some.length).toBeGreaterThan(0);
    await emulator.close();
  });
});
