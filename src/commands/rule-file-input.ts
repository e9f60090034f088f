import { resolve } from 'node:path';
import type { ProviderName } from '../domain/providers/index.ts';
import { UsageError } from '../errors.ts';
import type { LoadedRuleFile, RuleText } from '../use-cases/load-rule-file.ts';
import type { Context } from './context.ts';
import { providerInForce } from './provider-in-force.ts';

/** Reads rule files by name; `-` is stdin. */
export async function loadRuleFiles(files: readonly string[], context: Context): Promise<LoadedRuleFile[]> {
  const usual: ProviderName = (await providerInForce(context)).name;
  const { loadRuleFile } = await import('../use-cases/load-rule-file.ts');
  const loaded: LoadedRuleFile[] = [];
  for (const file of files) loaded.push(await loadRuleFile(await readInput(file, context), usual));
  return loaded;
}

async function readInput(file: string, { system }: Context): Promise<RuleText> {
  if (file === '-') return { name: 'stdin', text: await readStdin(system.stdin) };
  const { readFile } = await import('node:fs/promises');
  try {
    return { name: file, text: await readFile(resolve(system.cwd, file), 'utf8') };
  } catch (error) {
    throw new UsageError(
      'unreadable-file',
      `cannot read ${file}: ${Object(error).code}`,
      'name a file, or - for stdin',
    );
  }
}

export async function readStdin(stdin: NodeJS.ReadableStream): Promise<string> {
  return (await import('node:stream/consumers')).text(stdin);
}
