import { Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { Output } from '../system.ts';
import { registerCommands } from './catalogue.ts';
import type { Act } from './context.ts';
import { printExitCodes } from './exit-codes.ts';

declare const OSSNOTIFY_VERSION: string;

/**
 * The command tree, as far as the arguments can need it. Declares only; what a command does is behind `act`.
 * `--help` and usage errors come out of it as commander's own exceptions.
 */
export async function buildProgram(act: Act, stdout: Output, argv: readonly string[]) {
  const program = addGlobalOptions(new Command('ossnotify'), stdout);
  await registerCommands(program, act, argv);
  addHelpCommand(program, act);
  return program;
}

function addGlobalOptions(program: Command, stdout: Output) {
  return program
    .description(
      'Bucket notifications of Alibaba Cloud OSS: rules checked before they are sent, events shown live',
    )
    .version(OSSNOTIFY_VERSION, '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .option('--profile <name>', 'settings to use; the built-in profile emulator points at the local emulator')
    .addOption(new Option('--provider <name>', 'whose object storage').choices(['oss', 'ks3']))
    .option('--region <id>', 'region, such as cn-hangzhou')
    .option('--endpoint <url>', 'one base URL for every service call: the emulator, a proxy')
    .addOption(
      new Option('--network <which>', "which of the service's hosts").choices(['public', 'internal', 'vpc']),
    )
    .option('--account <id>', 'account number, the first label of the MNS host name')
    .addOption(
      new Option('--color <when>', 'colours').choices(['auto', 'always', 'never']).default('auto' as const),
    )
    .option('--utc', 'times on screen in UTC instead of local time')
    .option('-q, --quiet', 'nothing on stderr but errors')
    .option('-v, --verbose', 'log each request on stderr, without secrets')
    .option('--no-input', 'never ask; what would be asked needs its flag')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      // Only the help of a command that lacks its subcommand comes here: an answer, not an error.
      writeErr: (text) => stdout.write(text),
      // Usage errors are printed by `main`, as text or JSON, like every other error.
      outputError: () => {},
      getOutHelpWidth: () => stdout.columns ?? 80,
      getErrHelpWidth: () => stdout.columns ?? 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ showGlobalOptions: true })
    .addHelpText('after', EXAMPLES);
}

const EXAMPLES = `
Examples:
  $ ossnotify demo                                    see it work, without an account
  $ ossnotify rule create movies --bucket nightbucket --event 'ObjectCreated:*' --match 'movie/*.mp3'
  $ ossnotify tail --rule movies -o ndjson | jq .key

ossnotify help exit-codes lists what the exit codes mean.`;

/** Commander's own help command knows commands only; ours also knows topics. */
function addHelpCommand(program: CommandUnknownOpts, act: Act): void {
  program.helpCommand(false);
  program
    .command('help')
    .argument('[command...]', 'a command, or exit-codes')
    .description('show help for a command; help exit-codes lists the exit codes')
    .action(async (path) => {
      if (path[0] === 'exit-codes') return act(printExitCodes, {});
      commandAt(program, path).help();
    });
}

function commandAt(root: CommandUnknownOpts, path: readonly string[]): CommandUnknownOpts {
  return path.reduce((command, name) => {
    const next = command.commands.find((candidate) => candidate.name() === name);
    return next ?? command.error(`error: unknown command '${name}'`, { code: 'commander.unknownCommand' });
  }, root);
}
