import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Names that completion asked for, kept for a minute so that every key press is not a request. No secret is in it. */
export interface NameCache {
  read(nowMs: number): { readonly names: readonly string[]; readonly fresh: boolean } | undefined;
  write(names: readonly string[], nowMs: number): void;
}

const FRESH_MS = 60_000;

interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDir: string;
}

interface Entry {
  readonly atMs: number;
  readonly names: readonly string[];
}

export function openNameCache({ env, homeDir }: Environment, question: string): NameCache {
  const path = join(env['XDG_CACHE_HOME'] || join(homeDir, '.cache'), 'ossnotify', 'names.json');
  return {
    read(nowMs) {
      const entry = readAll(path)[question];
      return entry && { names: entry.names, fresh: Math.abs(nowMs - entry.atMs) < FRESH_MS };
    },
    write(names, nowMs) {
      const entries = { ...readAll(path), [question]: { atMs: nowMs, names } };
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, JSON.stringify(entries), { mode: 0o600 });
    },
  };
}

/** A file that is not there, or not ours, holds nothing. */
function readAll(path: string): Record<string, Entry> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return {};
  }
}
