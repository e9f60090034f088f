import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Act } from './context.ts';
import * as ruleApply from './rule-apply.ts';
import * as ruleCheck from './rule-check.ts';
import * as ruleCreate from './rule-create.ts';
import * as ruleDelete from './rule-delete.ts';
import * as ruleDiff from './rule-diff.ts';
import * as ruleExport from './rule-export.ts';
import * as ruleGet from './rule-get.ts';
import * as ruleList from './rule-list.ts';
import * as ruleMatch from './rule-match.ts';

const SUBCOMMANDS = [
  ...[ruleCreate, ruleList, ruleGet, ruleDelete],
  ...[ruleCheck, ruleMatch, ruleDiff, ruleApply, ruleExport],
];

export function register(parent: CommandUnknownOpts, act: Act): void {
  const rule = parent
    .command('rule')
    .description('rules: which objects raise which events, and where they go');
  for (const { register: registerSubcommand } of SUBCOMMANDS) registerSubcommand(rule, act);
}
