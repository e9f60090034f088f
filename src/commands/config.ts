import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import * as configCredentials from './config-credentials.ts';
import * as configGet from './config-get.ts';
import * as configList from './config-list.ts';
import * as configPath from './config-path.ts';
import * as configSet from './config-set.ts';
import * as configUnset from './config-unset.ts';
import * as configUse from './config-use.ts';
import type { Act } from './context.ts';

const SUBCOMMANDS = [configList, configGet, configSet, configUnset, configUse, configPath, configCredentials];

export function register(parent: CommandUnknownOpts, act: Act): void {
  const config = parent.command('config').description('profiles: region, account, endpoint, keys');
  for (const { register: registerSubcommand } of SUBCOMMANDS) registerSubcommand(config, act);
}
