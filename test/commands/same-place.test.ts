import { describe, expect, it } from 'vitest';
import { commandForSamePlace, hintForSamePlace } from '../../src/commands/same-place.ts';
import { withEmulator } from '../support/emulated.ts';
import { runProgram } from '../support/run-program.ts';

const KS3 = { provider: 'ks3', endpoint: 'http://127.0.0.1:1' };
const FLAGS = '--provider ks3 --endpoint http://127.0.0.1:1';

describe('hints', () => {
  it.each([
    [
      'look for the cause: ossnotify doctor --bucket b',
      `look for the cause: ossnotify doctor --bucket b ${FLAGS}`,
    ],
    [
      'delete one with: ossnotify rule delete N; or pass --force',
      `delete one with: ossnotify rule delete N ${FLAGS}; or pass --force`,
    ],
    [
      'check it with `ossnotify config list --show-origin`',
      `check it with \`ossnotify config list --show-origin ${FLAGS}\``,
    ],
    [
      "see: ossnotify rule create r --match 'a; b`*'",
      `see: ossnotify rule create r --match 'a; b\`*' ${FLAGS}`,
    ],
    [
      'see: ossnotify rule list --provider oss -q',
      'see: ossnotify rule list --provider oss -q --endpoint http://127.0.0.1:1',
    ],
    ['start it (`ossnotify emulator`)', 'start it (`ossnotify emulator`)'],
    ['listed by: ossnotify events', 'listed by: ossnotify events'],
    ['ossnotify rule list shows the topics', 'ossnotify rule list shows the topics'],
  ])('lead to the same place: %s', (hint, expected) => {
    expect(hintForSamePlace(hint, KS3)).toBe(expected);
    expect(hintForSamePlace(hint, {})).toBe(hint);
  });

  it('store in the profile that was named, and quote what a shell would read', () => {
    const given = { profile: 'my work', region: 'cn-hangzhou' };
    expect(commandForSamePlace('ossnotify config set region x && ossnotify rule list', given)).toBe(
      "ossnotify config set region x --profile 'my work' && ossnotify rule list --profile 'my work' --region cn-hangzhou",
    );
  });
});

describe('commands that were given flags', () => {
  const emulator = withEmulator();
  const inactive = { sleep: async () => {} };

  it('repeat them in their hints', async () => {
    const ks3 = ['--provider', 'ks3', '--bucket', 'night'];
    const none = await runProgram(['probe', ...ks3], { env: emulator.env, system: inactive });
    expect(none).toEqual({
      status: 5,
      stdout: '',
      stderr:
        'error: there is no rule on bucket night\nhint: the rules that exist: ossnotify rule list --bucket night --provider ks3\n',
    });
    const json = await runProgram(['probe', ...ks3, '-o', 'json'], { env: emulator.env, system: inactive });
    expect(JSON.parse(json.stderr).error.hint).toMatch(/ --provider ks3$/);
  });
});
