import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { DEFAULT_EMULATOR_PORT } from '../clients/profile-in-force.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { portNumber } from './option-values.ts';
import { givenPort, RUNNING_EMULATOR_HELP } from './running-emulator.ts';

interface EmulatorEnvOptions {
  readonly port: number;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('env')
    .description('print the exports that point a shell at the emulator: eval "$(ossnotify emulator env)"')
    .option('--port <port>', 'where the emulator listens', portNumber, DEFAULT_EMULATOR_PORT)
    .configureHelp(RUNNING_EMULATOR_HELP)
    .action((flags, command) => act(run, { port: givenPort(command) ?? flags.port }));
}

export async function run({ port }: EmulatorEnvOptions, context: Context): Promise<ExitStatus> {
  await context.print(
    `export OSSNOTIFY_PROFILE=emulator\nexport OSSNOTIFY_ENDPOINT=http://127.0.0.1:${port}\n`,
  );
  return 0;
}
