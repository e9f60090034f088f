import { readFile } from 'node:fs/promises';
import { SeedError } from '../core/seed.ts';

/** What a YAML or JSON file says, as yet unchecked; an empty one says nothing. */
export async function readSeedFile(path: string): Promise<unknown> {
  const { parse } = await import('yaml');
  try {
    return parse(await readFile(path, 'utf8')) ?? {};
  } catch (error) {
    throw new SeedError(error instanceof Error ? error.message.split('\n')[0] : String(error));
  }
}
