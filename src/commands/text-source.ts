import { resolve } from 'node:path';
import type { Source } from '../sources/source.ts';
import type { Context } from './context.ts';

/** A recording or message bodies, from a file or, for `-`, from stdin. */
export async function textSource(file: string, { system }: Context): Promise<Source> {
  const [{ recordingSource }, { fileText, inputText }] = await Promise.all([
    import('../sources/recording.ts'),
    import('../sources/text-input.ts'),
  ]);
  const open = (signal: AbortSignal) =>
    file === '-' ? inputText(system.stdin, signal) : fileText(resolve(system.cwd, file), signal);
  return recordingSource({ open, now: system.now });
}

/** A pipe, such as a shell's `<(...)`, gives its text but once: who looks ahead would leave nothing to read. */
export async function isReadableTwice(file: string, { system }: Context): Promise<boolean> {
  if (file === '-') return false;
  const { stat } = await import('node:fs/promises');
  // What cannot be opened is told by whoever reads it.
  return stat(resolve(system.cwd, file)).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
