import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Act } from './context.ts';
import * as ruleCreate from './rule-create.ts';
import * as ruleDelete from './rule-delete.ts';
import * as ruleGet from './rule-get.ts';
import * as ruleList from './rule-list.ts';

const SUBCOMMANDS = [ruleCreate, ruleList, ruleGet, ruleDelete];

export function register(parent: CommandUnknownOpts, act: Act): void {
  const rule = parent
    .command('rule')
    .description('rules: which objects raise which events, and where they go');
  for (const { register: registerSubcommand } of SUBCOMMANDS) registerSubcommand(rule, act);
}
