import { Argument, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { UsageError } from '../errors.ts';
import type { CommandNode } from './command-tree.ts';
import type { Act, Context, ExitStatus } from './context.ts';

type Shell = (typeof SHELLS)[number];

interface CompletionOptions {
  readonly shell: Shell;
  readonly program: CommandUnknownOpts;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  const command = parent
    .command('completion')
    .description('print the completion script of a shell')
    .addArgument(new Argument('<shell>', 'your shell').choices(SHELLS))
    .addHelpText('after', '\nExample:\n  $ source <(ossnotify completion bash)')
    .action((shell) => act(run, { shell, program: parent }));
  command
    .command('install')
    .description('write the script to where the shell looks for it')
    .addArgument(new Argument('[shell]', 'your shell (default: that of $SHELL)').choices(SHELLS))
    .action((shell) => act(install, { shell, program: parent }));
}

const SHELLS = ['bash', 'zsh', 'fish'] as const;

export async function run({ shell, program }: CompletionOptions, context: Context): Promise<ExitStatus> {
  const { readTree } = await import('./command-tree.ts');
  const tree = readTree(program);
  await context.print(await completionScript(shell, tree));
  return 0;
}

interface InstallOptions {
  readonly shell?: Shell | undefined;
  readonly program: CommandUnknownOpts;
}

/** Into the user's own folders, without touching a start-up file of the shell. */
async function install({ shell: given, program }: InstallOptions, context: Context): Promise<ExitStatus> {
  const shell = given ?? shellOf(context.system.env['SHELL']);
  const { readTree } = await import('./command-tree.ts');
  const { installCompletion } = await import('./completion-install.ts');
  const { path, note } = await installCompletion(
    shell,
    await completionScript(shell, readTree(program)),
    context.system,
  );
  await context.print(`${path}\n`);
  context.tell(note);
  return 0;
}

function shellOf(path: string | undefined): Shell {
  const name = path?.split('/').at(-1);
  const known = SHELLS.find((shell) => shell === name);
  if (known) return known;
  throw new UsageError(
    'unknown-shell',
    'which shell is not clear',
    `name it: ossnotify completion install ${SHELLS.join('|')}`,
  );
}

/** Each generator is loaded only when it is asked for: hardly anybody needs it at a start. */
async function completionScript(shell: Shell, tree: CommandNode): Promise<string> {
  if (shell === 'bash') return (await import('./completion-bash.ts')).bashScript(tree);
  if (shell === 'zsh') return (await import('./completion-zsh.ts')).zshScript(tree);
  return (await import('./completion-fish.ts')).fishScript(tree);
}
