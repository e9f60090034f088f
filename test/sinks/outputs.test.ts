import { CloudEvent as SdkEvent } from 'cloudevents';
import { describe, expect, it } from 'vitest';
import { OUTPUTS, type OutputName } from '../../src/sinks/index.ts';
import { tail } from '../../src/use-cases/tail.ts';
import { bodyOf, delivery, sourceOf } from '../support/deliveries.ts';
import { Collector } from '../support/run-program.ts';

async function shown(
  name: OutputName,
  bodies: readonly string[],
  { template = '', tty = false } = {},
): Promise<string> {
  const output = new Collector(tty);
  const sink = await OUTPUTS[name]({ output, colors: 0, utc: true, template });
  await tail({
    source: sourceOf(bodies.map((body) => delivery(body, { messageId: 'M', dequeueCount: 2, queue: 'q' }))),
    accepts: () => true,
    sinks: [sink],
    signal: new AbortController().signal,
    system: { now: () => 0, sleep: async () => {} },
  });
  return output.text;
}

const FIELDS =
  'provider type bucket key size time region rule requestId sourceIp queue messageId receivedAt latencyMs dequeueCount duplicate event';

describe('-o ndjson', () => {
  it('has the members of the contract, in their order', async () => {
    const [line = ''] = (await shown('ndjson', [bodyOf({ key: 'a' })])).split('\n');
    expect(Object.keys(JSON.parse(line)).join(' ')).toBe(FIELDS);
    expect(JSON.parse(line)).toMatchObject({
      key: 'a',
      latencyMs: 250,
      event: { oss: { ossSchemaVersion: '1.0' } },
    });
  });

  it('copies the event as it came, and keeps one line a record', async () => {
    const element =
      '{"eventName":"ObjectCreated:PutObject","big":12345678901234567890,"eventSource":"acs:oss","x":"\\u0041"}';
    const compact = await shown('ndjson', [`{"events":[${element}]}`]);
    expect(compact).toContain(`"event":${element}}\n`);
    const spread = await shown('ndjson', [`{"events":[\n${element}\n]}`]);
    expect(spread.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(spread).event).toEqual(JSON.parse(element));
  });

  it.each([
    ['two lists of events', '{"events":[{"eventName":"a"}],"events":[{"eventName":"b"}]}'],
    ['a second list', '{"events":[{"eventName":"b"}],"x":[{"a":1}]}'],
    ['two events', '{"events":[{"eventName":"a"},{"eventName":"b"}]}'],
  ])('stays JSON with %s', async (_, body) => {
    const lines = (await shown('ndjson', [body])).trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).event.eventName).at(-1)).toBe('b');
  });

  it('keeps what cannot be decoded', async () => {
    expect(JSON.parse(await shown('ndjson', ['no event']))).toMatchObject({
      undecodable: { reason: expect.any(String), body: 'no event' },
      messageId: 'M',
    });
  });
});

it('-o json indents the same objects', async () => {
  const [json, line] = [
    await shown('json', [bodyOf({ key: 'a' })]),
    await shown('ndjson', [bodyOf({ key: 'a' })]),
  ];
  expect(json).toContain('\n  "provider": "oss",\n');
  expect(JSON.parse(json)).toEqual(JSON.parse(line));
});

it('-o cloudevents prints one legal CloudEvent a line', async () => {
  const text = await shown('cloudevents', [bodyOf({ key: 'a' }, { key: 'b' }), 'no event']);
  const events = text
    .trimEnd()
    .split('\n')
    .map((line) => new SdkEvent(JSON.parse(line)));
  expect(events.map((event) => event.validate())).toEqual([true, true, true]);
  expect(events.map(({ id }) => id)).toEqual(['REQUEST-a.0', 'REQUEST-b.1', 'M']);
});

it('-o raw prints each body once', async () => {
  const body = bodyOf({ key: 'a' }, { key: 'b' });
  expect(await shown('raw', [body, 'no event'])).toBe(`${body}\nno event\n`);
});

describe('-o template', () => {
  it.each([
    ['{type} {bucket}/{key} {size}', 'ObjectCreated:PutObject demo-bucket/a 5\n'],
    ['{{{key}}} { region }', '{a} cn-hangzhou\n'],
    ['{topic}|{dequeueCount}|{duplicate}', '|2|false\n'],
  ])('%s', async (template, expected) => {
    expect(await shown('template', [bodyOf({ key: 'a' })], { template })).toBe(expected);
  });

  it('tells what cannot be decoded, and disarms keys on a terminal', async () => {
    expect(await shown('template', ['no event'], { template: '{key}' })).toMatch(
      /^undecodable: .*: no event\n$/,
    );
    expect(await shown('template', [bodyOf({ key: 'a\u001b[31m' })], { template: '{key}', tty: true })).toBe(
      'a␛[31m\n',
    );
  });

  it('refuses a field that is none', async () => {
    await expect(shown('template', [], { template: '{kee}' })).rejects.toThrow('no field "kee"');
  });
});
