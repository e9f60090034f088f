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
