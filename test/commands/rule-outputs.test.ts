/** Every rule command as JSON and as YAML, where it succeeds and where it fails: a program can read all of it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { runProgram } from '../support/run-program.ts';

type Provider = 'oss' | 'ks3';
type Format = 'json' | 'yaml';

const TO = { oss: 'topic:media', ks3: 'https://h.example/x' };
const ruleOf = (provider: Provider, name: string, match: string) => ({
  name,
  events: ['ObjectCreated:*'],
  match: [match],
  to: [TO[provider]],
});
const fileOf = (provider: Provider, ...rules: object[]) =>
  JSON.stringify({ provider, bucket: 'night', rules });

interface Row {
  readonly name: string;
  readonly argv: (provider: Provider) => readonly string[];
  readonly stdin?: (provider: Provider) => string;
  readonly status?: number;
  /** What the value, or the error, has to hold. */
  readonly holds: unknown;
  /** Where an error comes after results. */
  readonly partly?: unknown;
}

const create =
  (name: string, ...more: string[]) =>
  (provider: Provider) => [
    ...['create', name, '--bucket', 'night', '--event', 'ObjectCreated:*', '--to', TO[provider]],
    ...more,
  ];
const named = (name: string) => expect.objectContaining({ name });
const error = (code: string) => expect.objectContaining({ code, message: expect.any(String) });

/** In this order: each row finds what the ones before it have left. */
const ROWS: readonly Row[] = [
  { name: 'create --dry-run', argv: create('one', '--match', 'a/*', '--dry-run'), holds: { applied: false } },
  { name: 'create', argv: create('one', '--match', 'a/*'), holds: { rule: named('one'), applied: true } },
  {
    name: 'create again',
    argv: create('one', '--match', 'a/*', '--if-exists', 'skip'),
    holds: { rule: named('one'), applied: false },
  },
  { name: 'create again', argv: create('one', '--match', 'a/*'), status: 6, holds: error('rule-exists') },
  {
    name: 'create, overlapping',
    argv: create('two', '--match', 'a/b*'),
    status: 6,
    holds: error('rules-overlap'),
  },
  {
    name: 'create, mistaken',
    argv: create('two', '--match', 'a**'),
    status: 2,
    holds: error('several-stars'),
  },
  { name: 'list', argv: () => ['list', '--bucket', 'night'], holds: [named('one')] },
  { name: 'get', argv: () => ['get', 'one', '--bucket', 'night'], holds: named('one') },
  {
    name: 'get, missing',
    argv: () => ['get', 'nosuch', '--bucket', 'night'],
    status: 5,
    holds: error('rule-not-found'),
  },
  {
    name: 'check',
    argv: () => ['check'],
    stdin: (provider) => fileOf(provider, ruleOf(provider, 'one', 'a/*')),
    holds: { findings: [], rules: 1, cutShort: false },
  },
  {
    name: 'check --against-live',
    argv: () => ['check', '--against-live', '-'],
    stdin: (provider) => fileOf(provider, ruleOf(provider, 'two', 'a/b*')),
    status: 3,
    holds: { findings: [expect.objectContaining({ code: 'rules-overlap' })], rules: 2 },
  },
  {
    name: 'check, no rule file',
    argv: () => ['check'],
    stdin: () => 'rules: [',
    status: 2,
    holds: expect.objectContaining({ code: expect.any(String) }),
  },
  {
    name: 'match',
    argv: () => ['match', 'a/1', 'z', '--bucket', 'night'],
    holds: [
      { key: 'a/1', fires: ['one'] },
      { key: 'z', fires: [] },
    ],
  },
  {
    name: 'match, none',
    argv: () => ['match', 'z', '--bucket', 'night'],
    status: 5,
    holds: [{ key: 'z', fires: [] }],
  },
  {
    name: 'match, no key',
    argv: () => ['match', '', '--bucket', 'night'],
    status: 2,
    holds: error('empty-key'),
  },
  {
    name: 'diff, the same',
    argv: () => ['diff', '-f', '-'],
    stdin: (provider) => fileOf(provider, ruleOf(provider, 'one', 'a/*')),
    holds: { scopes: [{ changes: [{ kind: 'keep', rule: 'one' }] }] },
  },
  {
    name: 'diff',
    argv: () => ['diff', '-f', '-'],
    stdin: (provider) => fileOf(provider, ruleOf(provider, 'one', 'b/*.x')),
    status: 3,
    holds: { scopes: [{ changes: [{ kind: 'replace', differences: [{ member: 'match' }] }] }] },
  },
  {
    name: 'apply --dry-run',
    argv: () => ['apply', '-f', '-', '--dry-run'],
    stdin: (provider) => fileOf(provider, ruleOf(provider, 'two', 'b/*.x')),
    holds: { applied: false, done: [] },
  },
  {
    name: 'apply, overlapping',
    argv: () => ['apply', '-f', '-'],
    stdin: (provider) => fileOf(provider, ruleOf(provider, 'two', 'a/b*')),
    status: 6,
    holds: error('rules-overlap'),
  },
  {
    name: 'apply, unasked',
    argv: () => ['apply', '-f', '-'],
    stdin: (provider) => fileOf(provider, ruleOf(provider, 'one', 'b/*.x')),
    status: 2,
    holds: error('needs-yes'),
  },
  {
    name: 'apply',
    argv: () => ['apply', '-f', '-'],
    stdin: (provider) => fileOf(provider, ruleOf(provider, 'two', 'b/*.x')),
    holds: { applied: true, done: ['create two'], notDone: [] },
  },
  {
    name: 'apply, nothing to do',
    argv: () => ['apply', '-f', '-'],
    stdin: (provider) => fileOf(provider, ruleOf(provider, 'two', 'b/*.x')),
    holds: { applied: true, done: [] },
  },
  {
    name: 'export',
    argv: () => ['export', '--bucket', 'night'],
    holds: { bucket: 'night', rules: [named('one'), named('two')] },
  },
  {
    name: 'delete --dry-run',
    argv: () => ['delete', 'one', '--bucket', 'night', '--dry-run'],
    holds: { deletions: [{ name: 'one', outcome: 'deleted' }], applied: false },
  },
  {
    name: 'delete, unasked',
    argv: () => ['delete', 'one', '--bucket', 'night'],
    status: 2,
    holds: error('needs-yes'),
  },
  {
    name: 'delete, one missing',
    argv: () => ['delete', 'nosuch', 'two', '--bucket', 'night', '--yes'],
    status: 5,
    holds: error('rule-not-found'),
    partly: { deletions: [{ outcome: 'missing' }, { outcome: 'deleted' }], applied: true },
  },
  {
    name: 'delete --cascade',
    argv: () => ['delete', 'one', '--bucket', 'night', '--cascade', '--yes'],
    holds: { deletions: [{ name: 'one', outcome: 'deleted' }], applied: true },
  },
];

const parsers: Record<Format, (text: string) => unknown> = {
  json: JSON.parse,
  yaml: (text) => {
    const documents = parseAllDocuments(text);
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    return documents.map((document) => document.toJS())[0];
  },
};

describe.each<[Provider, Format]>([
  ['oss', 'json'],
  ['oss', 'yaml'],
  ['ks3', 'json'],
  ['ks3', 'yaml'],
])('%s as %s', (provider, format) => {
  let emulator: Emulator | undefined;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterAll(() => emulator?.close());

  const ossnotify = (argv: readonly string[], stdin = '') =>
    runProgram(['--provider', provider, '--quiet', ...argv, '-o', format], {
      env: { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: emulator?.url ?? '' },
      system: { sleep: async () => {} },
      stdin,
    });

  it.each(ROWS)('rule $name', async ({ argv, stdin, status = 0, holds, partly }) => {
    const end = await ossnotify(['rule', ...argv(provider)], stdin?.(provider));
    const parse = parsers[format];
    // Findings and a key without a rule are results; whatever else ends otherwise than with 0 is an error.
    const isError = end.stderr !== '';
    expect([end.status, isError ? end.stdout === '' : true]).toEqual([status, partly === undefined]);
    if (partly) expect(parse(end.stdout)).toMatchObject(partly);
    if (isError) expect(parse(end.stderr)).toEqual({ error: holds });
    else expect(parse(end.stdout)).toEqual(looseOf(holds));
  });

  it('events', async () => {
    const { status, stdout } = await ossnotify(['events']);
    expect(status).toBe(0);
    expect(parsers[format](stdout)).toContainEqual(
      expect.objectContaining({ type: expect.stringMatching(/ObjectCreated:PutObject$/) }),
    );
  });

  it('a service that is not there', async () => {
    const argv = ['rule', 'list', '--bucket', 'night', '--endpoint', 'http://127.0.0.1:9'];
    const { status, stdout, stderr } = await ossnotify(argv);
    expect([status, stdout, parsers[format](stderr)]).toEqual([1, '', { error: error('ECONNREFUSED') }]);
  });

  it('an export is no difference to what is live', async () => {
    const method = provider === 'ks3' ? ['--method', 'PUT', '--report', 'ops-bucket/failed/'] : [];
    const style =
      provider === 'oss' ? ['--format', 'json', '--retry', 'decay', '--to', 'https://h.example/y'] : [];
    await ossnotify(['rule', ...create('one', '--match', 'a/*.x', ...method, ...style)(provider)]);
    await ossnotify(['rule', ...create('two', '--prefix', 'b/*', '--event', 'ObjectRemoved:*')(provider)]);
    const exported = await ossnotify(['rule', 'export', '--bucket', 'night']);
    const { status, stdout } = await ossnotify(['rule', 'diff', '-f', '-'], exported.stdout);
    expect([status, parsers[format](stdout)]).toMatchObject([
      0,
      { scopes: [{ changes: [{ kind: 'keep' }, { kind: 'keep' }] }] },
    ]);
  });
});

/** Members that are not named may be there. */
function looseOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(looseOf);
  if (typeof value !== 'object' || value === null || 'asymmetricMatch' in value) return value;
  return expect.objectContaining(
    Object.fromEntries(Object.entries(value).map(([name, member]) => [name, looseOf(member)])),
  );
}
