import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '../errors.ts';

/** Long enough for many writers in a row; who holds it for longer has crashed. */
const STALE_AFTER_MS = 10_000;
const RETRY_MS = 15;

/**
 * Runs `change` while no other process changes the same file: replacing it in one rename is not enough where what is
 * written depends on what was read. @throws {Failure} `config-locked`
 */
export async function lockedFor<Result>(path: string, change: () => Promise<Result>): Promise<Result> {
  const lock = `${path}.lock`;
  const endMs = Date.now() + 3 * STALE_AFTER_MS;
  while (!isTaken(lock)) {
    if (Date.now() > endMs) throw locked(lock);
    await pause(RETRY_MS);
  }
  try {
    return await change();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Whether the lock is ours now; one that a crash has left is cleared away for the next try. */
function isTaken(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx', 0o600));
    return true;
  } catch (error) {
    if (Object(error).code !== 'EEXIST') throw error;
    if (ageMs(lock) > STALE_AFTER_MS) rmSync(lock, { force: true });
    return false;
  }
}

function ageMs(lock: string): number {
  const modifiedMs = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  return modifiedMs === undefined ? 0 : Date.now() - modifiedMs;
}

function locked(lock: string): Failure {
  return new Failure('failure', 'config-locked', `somebody else is changing the settings: ${lock} stays`, {
    hint: 'try again; remove that file if no ossnotify is running',
  });
}
