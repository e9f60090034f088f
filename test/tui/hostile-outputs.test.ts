import { describe, expect, it } from 'vitest';
import { failureJson, failureLines, failureYaml } from '../../src/commands/failure-text.ts';
import { formatTable } from '../../src/commands/table.ts';
import { recordJson } from '../../src/domain/record-json.ts';
import { Failure } from '../../src/errors.ts';
import { OUTPUT_NAMES, OUTPUTS, type OutputName } from '../../src/sinks/index.ts';
import { runProgram } from '../support/run-program.ts';
import { CONTROLS, SCRIPTS, SEQUENCES } from './hostile.ts';
import { eventOf, undecodableOf } from './support.ts';
import { openTerminal } from './terminal.ts';

const KEYS = [CONTROLS.join(''), ...SEQUENCES, ...SCRIPTS];
const NAMED = KEYS.map((key) => [JSON.stringify(key).slice(0, 40), key] as const);
/** What steers a terminal, reorders its text or ends its lines; line feeds and tabs apart. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
const STEERING = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/;

/** What the text makes of a terminal that a line was on before. */
async function shownOn(text: string) {
  const terminal = openTerminal(80, 1000);
  terminal.output.write(`before\n${text}\nafter\n`);
  await terminal.settled();
  return { rows: terminal.rows().filter((row) => row !== ''), happened: terminal.happened };
}

async function expectHarmless(text: string): Promise<void> {
  expect(text).not.toMatch(STEERING);
  const { rows, happened } = await shownOn(text);
  expect(happened).toEqual([]);
  expect(rows.at(-1)).toBe('after');
  expect(rows[0]).toBe('before');
}

async function writtenBy(name: OutputName, key: string): Promise<string> {
  const terminal = openTerminal(80, 60);
  let written = '';
  const output = Object.assign(terminal.output, {
    write(text: string | Uint8Array, done?: () => void) {
      written += Buffer.from(text).toString();
      done?.();
      return true;
    },
  });
  const sink = await OUTPUTS[name]({ output, colors: 0, utc: true, template: '{type} {bucket}/{key}' });
  const record = eventOf({ key, type: key, bucket: key });
  const event = { ...record.event, json: JSON.stringify(record.event.raw) };
  await Promise.all([sink.write(record), sink.write({ ...record, event })]);
  await sink.write(undecodableOf(key));
  return written;
}

describe.each(OUTPUT_NAMES)('-o %s on a terminal', (name) => {
  it.each(NAMED)('shows %s as text alone', async (_, key) => {
    await expectHarmless(await writtenBy(name, key));
  });
});

describe('JSON on a terminal', () => {
  it.each(NAMED)('still holds %s', async (_, key) => {
    const [first = '', second = '', undecodable = ''] = (await writtenBy('ndjson', key)).split('\n');
    for (const line of [first, second])
      expect(JSON.parse(line)).toMatchObject({ key, event: { oss: { object: { key } } } });
    expect(JSON.parse(undecodable).undecodable.body).toBe(key);
    const [json = ''] = (await writtenBy('json', key)).split(/\n(?=\{)/);
    expect(JSON.parse(json)).toEqual(
      JSON.parse(JSON.stringify(recordJson(eventOf({ key, type: key, bucket: key })))),
    );
  });

  it('says what is hidden by its number', async () => {
    expect(await writtenBy('ndjson', '\u009B2J\u202Ex')).toContain('"key":"\\u009b2J\\u202ex"');
  });
});

describe('tables and errors', () => {
  it.each(NAMED)('show %s as text alone', async (_, key) => {
    await expectHarmless(formatTable(['KEY', 'RULE'], [[key, key]]));
    const failure = new Failure('failure', key, `no such key: ${key}`, {
      hint: `look for ${key}`,
      requestId: key,
    });
    const { cause, remedy = '' } = failureLines(failure);
    for (const text of [
      cause,
      remedy,
      failureJson(failure, failure.hint),
      failureYaml(failure, failure.hint),
    ])
      await expectHarmless(text);
    expect(JSON.parse(failureJson(failure, failure.hint)).error.message).toBe(`no such key: ${key}`);
  });
});

describe('commands at a terminal', () => {
  const hostile = `${SEQUENCES.slice(0, 12).join('')}\u202E`;
  const body = JSON.stringify({
    events: [
      {
        eventName: hostile,
        eventTime: '2026-03-02T08:15:30.000Z',
        oss: { bucket: { name: 'b' }, object: { key: hostile } },
      },
    ],
  });
  it.each([
    [['decode', '-'], body],
    [['decode', '-', '-o', 'raw'], body],
    [['decode', '-', '-o', 'event-display'], body],
    [['stats', '-'], body],
    [['stats', '-', '-o', 'json'], body],
    [['stats', '-', '-o', 'yaml'], body],
    [
      ['rule', 'match', hostile, '-f', '-'],
      'provider: oss\nregion: cn-hangzhou\nbucket: demo\nrules:\n  - {name: r, events: ["ObjectCreated:*"], match: ["x*"], to: ["topic:t"]}\n',
    ],
    [
      ['rule', 'match', hostile, '-f', '-', '-o', 'json'],
      'provider: oss\nregion: cn-hangzhou\nbucket: demo\nrules:\n  - {name: r, events: ["ObjectCreated:*"], match: ["x*"], to: ["topic:t"]}\n',
    ],
    [['rule', 'check', hostile], ''],
    [['tail', hostile], ''],
    [[hostile], ''],
    [['tail', '--from', hostile, '--no-tui'], ''],
  ])('%j', async (argv, stdin) => {
    const { stdout, stderr } = await runProgram(argv, {
      stdin,
      tty: ['stdout', 'stderr'],
      env: { NO_COLOR: '1' },
    });
    expect(stdout + stderr).not.toBe('');
    await expectHarmless(stdout + stderr);
  });
});
