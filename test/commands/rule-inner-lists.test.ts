/** Rules that others made with several descriptions in one entry: OSS's documents say "and" on one page, "or" on another. */
import { beforeAll, describe, expect, it } from 'vitest';
import { createMnsOpen } from '../../src/clients/mns-open.ts';
import { withEmulator } from '../support/emulated.ts';
import { runProgram } from '../support/run-program.ts';

const emulator = withEmulator();
const ossnotify = (argv: readonly string[], stdin = '') => runProgram(argv, { env: emulator.env, stdin });
const create = (name: string, match: string, ...more: string[]) =>
  ossnotify([
    ...['rule', 'create', name, '--bucket', 'night', '--event', 'PutObject', '--match', match, '--dry-run'],
    ...more,
  ]);

/** `logs/` and `.gz` in one entry, `a` and `b` (which no key can both begin with) in another, and `plain/` alone. */
beforeAll(async () => {
  const call = createMnsOpen({
    endpoint: emulator.url,
    credentials: async () => ({ accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' }),
  });
  await call('CreateTopic', { TopicName: 'theirs' });
  await call('CreateEventRule', {
    RuleName: 'theirs',
    EventTypes: '["ObjectCreated:PutObject"]',
    MatchRules: JSON.stringify([
      [{ Prefix: 'night/logs/' }, { Prefix: 'night/', Suffix: '.gz' }],
      [{ Prefix: 'night/a' }, { Prefix: 'night/b' }],
      [{ Prefix: 'night/plain/' }],
    ]),
    Endpoint: '{"EndpointType":"topic","EndpointValue":"theirs"}',
  });
});

const DOUBT = 'since an entry with several descriptions can be read as all or as any of them';

describe('an entry with several descriptions', () => {
  it.each([
    ['logs/x/*.gz', 'logs/*.gz', 'logs/x/.gz'],
    ['plain/x*', 'plain/*', 'plain/x'],
  ])('refuses %s, which overlaps under both meanings', async (match, entry, witness) => {
    expect(await create('mine', match)).toMatchObject({
      status: 6,
      stdout: '',
      stderr: expect.stringContaining(
        `error: rule mine (${match}) overlaps rule theirs (${entry}) for ObjectCreated:PutObject: both match the key "${witness}"\n`,
      ),
    });
  });

  it.each([
    ['logs/*.txt', 'logs/*', 'logs/.txt'],
    ['b/*.txt', 'b*', 'b/.txt'],
  ])(
    'warns of %s, which overlaps under one of them, and refuses it with --strict',
    async (match, entry, witness) => {
      const sentence = `rule mine (${match}) and rule theirs (${entry}) may overlap for ObjectCreated:PutObject, ${DOUBT}: both match the key "${witness}"`;
      expect(await create('mine', match)).toMatchObject({ status: 0, stderr: `warning: ${sentence}\n` });
      expect(await create('mine', match, '--strict')).toMatchObject({
        status: 6,
        stderr: expect.stringContaining(`error: ${sentence}\n`),
      });
    },
  );

  it('says nothing of what overlaps under neither', async () => {
    expect(await create('mine', 'z/*.txt')).toMatchObject({ status: 0, stderr: '' });
  });

  it('rule check tells refused from suspicious, and no rule overlaps itself', async () => {
    const rules = [
      { name: 'sure', events: ['PutObject'], match: ['logs/a*.gz'] },
      { name: 'perhaps', events: ['PutObject'], match: ['b/*.txt'] },
    ];
    const { status, stdout } = await ossnotify(
      ['rule', 'check', '--against-live', '-o', 'json', '-'],
      JSON.stringify({ bucket: 'night', rules }),
    );
    const told = JSON.parse(stdout).findings.map(
      ({ code, level, overlap }: { code: string; level: string; overlap?: Record<string, string> }) => [
        code,
        level,
        overlap?.['ruleA'],
        overlap?.['ruleB'],
        overlap?.['witness'],
      ],
    );
    expect([status, told]).toEqual([
      3,
      [
        ['ambiguous-rule', 'warning', undefined, undefined, undefined],
        ['ambiguous-rule', 'warning', undefined, undefined, undefined],
        ['rules-overlap', 'error', 'sure', 'theirs', 'logs/a.gz'],
        ['rules-overlap', 'warning', 'perhaps', 'theirs', 'b/.txt'],
      ],
    ]);
  });

  it('rule match tells yes from perhaps', async () => {
    const { status, stdout, stderr } = await ossnotify([
      'rule',
      'match',
      'logs/1.gz',
      'logs/1.txt',
      'a1',
      'z',
    ]);
    expect([status, stderr]).toEqual([0, '3 of 4 keys would be notified, 2 of them perhaps\n']);
    expect(stdout).toMatch(/^logs\/1\.gz +theirs +yes +logs\/\*\.gz for ObjectCreated:PutObject$/m);
    expect(stdout).toMatch(/^logs\/1\.txt +theirs +perhaps +logs\/\* for .*all of them may have to match$/m);
    const json = await ossnotify(['rule', 'match', 'a1', '-o', 'json']);
    expect(JSON.parse(json.stdout)[0].rules[0]).toMatchObject({ fires: true, perhaps: true, match: 'a*' });
  });
});
