import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kill, pid as ownPid } from 'node:process';

/**
 * One emulator a data folder: two of them would each rename the other's journal away. A file names the holder; that of a
 * process that was killed counts for nothing.
 */

const FILE_NAME = 'emulator.lock';

/** Another emulator that still runs keeps its state in the folder. */
export class FolderInUseError extends Error {
  readonly code = 'EmulatorDataInUse';
  readonly directory: string;
  readonly holderPid: number;

  constructor(directory: string, holderPid: number) {
    super(`${directory} is in use by the emulator of process ${holderPid}`);
    this.directory = directory;
    this.holderPid = holderPid;
  }
}

interface Holder {
  readonly pid: number;
  /** When the process started, where the system tells: process ids are used again, in containers at once. */
  readonly start?: string;
}

/** Holds the folder until the returned function is called. Throws a `FolderInUseError`. */
export function lockFolder(directory: string): () => void {
  const path = join(directory, FILE_NAME);
  const own = `${path}.${ownPid}`;
  // Linked, not written in place, so that nobody ever reads half a lock.
  writeFileSync(own, `${JSON.stringify(holderOf(ownPid))}\n`, { mode: 0o600 });
  try {
    while (!linked(own, path)) {
      const holder = readHolder(path);
      if (holder !== undefined && isRunning(holder)) throw new FolderInUseError(directory, holder.pid);
      discard(path, directory);
    }
  } finally {
    rmSync(own, { force: true });
  }
  return () => rmSync(path, { force: true });
}

/** False when there is a lock already. */
function linked(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Two that start at once may both find a dead lock; who moves away the other's living one puts it back. */
function discard(path: string, directory: string): void {
  const aside = `${path}.${ownPid}.old`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  const holder = readHolder(aside);
  const isAlive = holder !== undefined && isRunning(holder);
  if (isAlive) linked(aside, path);
  rmSync(aside, { force: true });
  if (isAlive) throw new FolderInUseError(directory, holder.pid);
}

function readHolder(path: string): Holder | undefined {
  try {
    const { pid, start } = JSON.parse(readFileSync(path, 'utf8'));
    if (!Number.isInteger(pid) || pid <= 0) return undefined;
    return typeof start === 'string' ? { pid, start } : { pid };
  } catch {
    return undefined;
  }
}

function isRunning({ pid, start }: Holder): boolean {
  if (!answersSignals(pid)) return false;
  const now = processStat(pid);
  return now === undefined || (now.state !== 'Z' && (start === undefined || now.start === start));
}

function answersSignals(pid: number): boolean {
  try {
    kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}

function holderOf(pid: number): Holder {
  const stat = processStat(pid);
  return stat === undefined ? { pid } : { pid, start: stat.start };
}

/** State and start time of a process, from Linux's `/proc`; elsewhere unknown. */
function processStat(pid: number): { readonly state: string; readonly start: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses, and may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', start: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
