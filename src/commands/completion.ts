import { Argument, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { CommandNode } from './command-tree.ts';
import type { Act, Context, ExitStatus } from './context.ts';

type Shell = 'bash' | 'zsh' | 'fish';

interface CompletionOptions {
  readonly shell: Shell;
  readonly program: CommandUnknownOpts;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('completion')
    .description('print the completion script of a shell')
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', '\nExample:\n  $ source <(ossnotify completion bash)')
    .action((shell) => act(run, { shell, program: parent }));
}

export async function run({ shell, program }: CompletionOptions, context: Context): Promise<ExitStatus> {
  const { readTree } = await import('./command-tree.ts');
  const tree = readTree(program);
  await context.print(await completionScript(shell, tree));
  return 0;
}

/** Each generator is loaded only when it is asked for: hardly anybody needs it at a start. */
async function completionScript(shell: Shell, tree: CommandNode): Promise<string> {
  if (shell === 'bash') return (await import('./completion-bash.ts')).bashScript(tree);
  if (shell === 'zsh') return (await import('./completion-zsh.ts')).zshScript(tree);
  return (await import('./completion-fish.ts')).fishScript(tree);
}
