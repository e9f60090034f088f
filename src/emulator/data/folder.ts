import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes the folder and those above it. Node's own `recursive` never ends where one cannot be made for being nowhere, as in `/proc`. */
export function makeFolder(path: string): void {
  if (made(path)) return;
  makeFolder(dirname(path));
  mkdirSync(path);
}

/** False where the folder above it is missing. */
function made(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' && dirname(path) !== path) return false;
    if (code === 'EEXIST' && statSync(path).isDirectory()) return true;
    throw error;
  }
}
