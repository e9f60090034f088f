import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Failure } from '../errors.ts';
import type { System } from '../system.ts';

export interface Installed {
  readonly path: string;
  /** What is left to do. */
  readonly note: string;
}

/** Where each shell looks by itself; zsh looks only where its `fpath` says. */
export async function installCompletion(
  shell: 'bash' | 'zsh' | 'fish',
  script: string,
  { env, homeDir }: Pick<System, 'env' | 'homeDir'>,
): Promise<Installed> {
  const data = env['XDG_DATA_HOME'] || join(homeDir, '.local', 'share');
  const config = env['XDG_CONFIG_HOME'] || join(homeDir, '.config');
  const places = {
    bash: join(data, 'bash-completion', 'completions', 'ossnotify'),
    zsh: join(data, 'zsh', 'site-functions', '_ossnotify'),
    fish: join(config, 'fish', 'completions', 'ossnotify.fish'),
  };
  const path = places[shell];
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, script);
  } catch (error) {
    throw new Failure('failure', 'cannot-write', `cannot write ${path}: ${Object(error).code}`, {
      hint: `write it yourself: ossnotify completion ${shell} > FILE`,
    });
  }
  return { path, note: noteFor(shell, dirname(path)) };
}

function noteFor(shell: 'bash' | 'zsh' | 'fish', folder: string): string {
  if (shell === 'fish') return 'fish reads it in its next shell';
  if (shell === 'bash') return 'bash reads it in its next shell, where the package bash-completion is there';
  return `zsh reads it when ~/.zshrc has, before compinit: fpath=(${folder} $fpath)`;
}
