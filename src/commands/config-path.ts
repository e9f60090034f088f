import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Act, Context, ExitStatus } from './context.ts';

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('path')
    .description('where the config file is')
    .action(() => act(run, {}));
}

export async function run(_options: object, context: Context): Promise<ExitStatus> {
  await context.print(`${context.profiles.path}\n`);
  return 0;
}
