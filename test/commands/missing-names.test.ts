/** What is not there is named, with what to do about it: the service's own text tells neither. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withEmulator } from '../support/emulated.ts';
import { runProgram } from '../support/run-program.ts';

const emulator = withEmulator();
const folder = mkdtempSync(join(tmpdir(), 'ossnotify-missing-'));
const recording = join(folder, 'events.ndjson');
beforeAll(() => writeFileSync(recording, '{"events":[{"eventName":"ObjectCreated:PutObject"}]}\n'));
afterAll(() => rmSync(folder, { recursive: true }));

const TOPIC_HINT =
  'check the name, --region and --account; topics that rules publish to: `ossnotify rule list`';
const QUEUE_HINT =
  'check the name, --region and --account; `ossnotify queue create NAME --topic TOPIC` makes a queue';

describe('a topic that is not there', () => {
  it.each([
    ['tail', ['tail', 'nowhere']],
    ['send', ['send', 'nowhere', 'PutObject', '--key', 'a']],
    ['expect', ['expect', 'nowhere', '--event', '*', '--timeout', '5s']],
    ['topic delete', ['topic', 'delete', 'nowhere', '--yes']],
    ['topic unsubscribe', ['topic', 'unsubscribe', 'nowhere', 'sub', '--yes']],
    ['queue create', ['queue', 'create', 'fresh', '--topic', 'nowhere']],
    ['replay', ['replay', recording, '--to', 'topic:nowhere']],
  ])('%s', async (_, argv) => {
    const { status, stdout, stderr } = await runProgram(argv, { env: emulator.env });
    expect([status, stdout]).toEqual([5, '']);
    const [cause, hint] = stderr.trimEnd().split('\n').slice(-2);
    expect(cause).toMatch(
      /^error: TopicNotExist: there is no topic nowhere(; 0 messages were published before)? \(request id \w+\)$/,
    );
    expect(hint).toBe(`hint: ${TOPIC_HINT}`);
  });
});

describe('a queue that is not there', () => {
  it.each([
    ['tail --queue', ['tail', '--queue', 'nowhere']],
    ['tail --queue --peek', ['tail', '--queue', 'nowhere', '--peek']],
    ['queue delete', ['queue', 'delete', 'nowhere', '--yes']],
  ])('%s', async (_, argv) => {
    const { status, stdout, stderr } = await runProgram(argv, { env: emulator.env });
    expect([status, stdout]).toEqual([5, '']);
    const [cause, hint] = stderr.trimEnd().split('\n').slice(-2);
    expect(cause).toMatch(/^error: QueueNotExist: there is no queue nowhere \(request id \w+\)$/);
    expect(hint).toBe(`hint: ${QUEUE_HINT}`);
  });
});

it('names a subscription with its topic', async () => {
  const create = ['rule', 'create', 'movies', '--bucket', 'demo-bucket', '--event', 'PutObject'];
  await runProgram([...create, '--to', 'topic:movies'], { env: emulator.env });
  const argv = ['topic', 'unsubscribe', 'movies', 'nobody', '--yes'];
  const { status, stderr } = await runProgram(argv, { env: emulator.env });
  expect(status).toBe(5);
  expect(stderr).toMatch(
    /^error: SubscriptionNotExist: there is no subscription nobody of topic movies \(request id \w+\)\nhint: .*rule get/,
  );
});
