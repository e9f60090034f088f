import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { TailRecord } from '../domain/record.ts';
import { recordJson } from '../domain/record-json.ts';
import { Failure } from '../errors.ts';
import type { System } from '../system.ts';

/** One JSON object a line, as `-o ndjson` prints them. Never over a file that exists. */
export async function saveRecords(
  path: string,
  records: readonly TailRecord[],
  { cwd, homeDir }: Pick<System, 'cwd' | 'homeDir'>,
): Promise<void> {
  const target = resolve(cwd, path.replace(/^~(?=\/)/, homeDir));
  const text = records.map((record) => `${JSON.stringify(recordJson(record))}\n`).join('');
  try {
    await writeFile(target, text, { flag: 'wx' });
  } catch (error) {
    throw cannotSave(target, error);
  }
}

function cannotSave(path: string, error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  // The reason before the path, which is long and may be cut.
  const reason = code === 'EEXIST' ? 'there is a file of that name already' : code;
  return new Failure('failure', code, `not saved, ${reason}: ${path}`, {
    hint: 'press w again, with another name',
    cause: error,
  });
}
