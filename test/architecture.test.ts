import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** Which folders (or files at the root of src/) each folder may import from, besides itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  domain: [],
  'system.ts': [],
  'errors.ts': [],
  'terminal.ts': ['system.ts', 'errors.ts'],
  clients: ['domain', 'errors.ts', 'system.ts'],
  sources: ['clients', 'domain', 'errors.ts', 'system.ts'],
  sinks: ['sources', 'domain', 'errors.ts', 'system.ts', 'terminal.ts'],
  'use-cases': ['sources', 'sinks', 'clients', 'domain', 'errors.ts', 'system.ts'],
  tui: ['sinks', 'sources', 'domain', 'errors.ts', 'system.ts', 'terminal.ts'],
  commands: [
    ...['use-cases', 'tui', 'sources', 'sinks', 'clients', 'domain', 'emulator'],
    ...['errors.ts', 'system.ts', 'terminal.ts'],
  ],
  'main.ts': ['domain', 'commands', 'clients', 'errors.ts', 'system.ts', 'terminal.ts'],
  emulator: ['domain'],
};

/** What a start must not pay for: reached by `await import()` only. */
const HEAVY =
  /^(ink|react|yaml|conf|undici|string-width|chalk|fast-xml-parser|@alicloud\/.*)$|^src\/(tui|emulator)\//;

/** Only `bin/` touches the process; the domain has no clock, chance, file or network at all. */
const OUTSIDE_WORLD = /\bprocess\.|\bconsole\.|\bDate\.now\(|\bMath\.random\(|\bsetTimeout\(|\bfetch\(/;

interface Import {
  readonly target: string;
  readonly lazy: boolean;
  readonly typeOnly: boolean;
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.d.ts'))
  .map((file) => join('src', file));

describe('the folders are the architecture', () => {
  it.each(files)('%s imports only what its folder may', (file) => {
    const folder = folderOf(file);
    const allowed = MAY_IMPORT[folder];
    expect(allowed, `the folder ${folder} is not in the picture`).toBeDefined();
    const forbidden = importsOf(file)
      .filter(({ target }) => target.startsWith('src/'))
      .map(({ target }) => folderOf(target))
      .filter((target) => target !== folder && !allowed?.includes(target));
    expect(forbidden).toEqual([]);
  });

  it.each(loadedBeforeRun())('%s, which is loaded before a command runs, loads nothing heavy', (file) => {
    const heavy = importsOf(file)
      .filter(isEager)
      .map(({ target }) => target);
    expect(heavy.filter((target) => HEAVY.test(target))).toEqual([]);
  });

  it.each(files.filter((file) => file.startsWith('src/domain/')))('%s is pure', (file) => {
    const packages = importsOf(file)
      .map(({ target }) => target)
      .filter((target) => !target.startsWith('src/'));
    const impure = packages.filter((name) => !['node:crypto', 'node:buffer'].includes(name));
    expect(impure).toEqual([]);
    expect(codeOf(file)).not.toMatch(OUTSIDE_WORLD);
  });

  it.each(files)('%s leaves the process alone', (file) => {
    expect(codeOf(file)).not.toMatch(/\bprocess\.(exit|env|argv|std|on|once|cwd)|\bconsole\./);
  });

  it('the emulator and the clients share no codec', () => {
    const shared = files
      .filter((file) => file.startsWith('src/emulator/'))
      .flatMap((file) => importsOf(file).map(({ target }) => target))
      .filter((target) => /envelope|base64|event-reading|event-fields/.test(target));
    expect(shared).toEqual([]);
  });

  it('finds the imports that it judges', () => {
    const found = importsOf('src/main.ts').map(({ target }) => target);
    expect(found).toContain('src/commands/program.ts');
    expect(files.length).toBeGreaterThan(40);
  });
});

function folderOf(file: string): string {
  return file.split('/')[1] ?? '';
}

/** The text without comments, so that prose about the rules does not break them. */
function codeOf(file: string): string {
  return readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
}

function isEager({ lazy, typeOnly }: Import): boolean {
  return !lazy && !typeOnly;
}

/** The program's own modules and those of every command, as far as they come before its `run`. */
function loadedBeforeRun(): string[] {
  const commands = importsOf('src/commands/catalogue.ts').filter(({ lazy }) => lazy);
  const seen = new Set<string>();
  for (const entry of ['src/main.ts', ...commands.map(({ target }) => target)]) loadedAtStart(entry, seen);
  return [...seen];
}

function loadedAtStart(entry: string, seen = new Set<string>()): Set<string> {
  seen.add(entry);
  const next = importsOf(entry).filter((found) => isEager(found) && found.target.startsWith('src/'));
  for (const { target } of next) if (!seen.has(target)) loadedAtStart(target, seen);
  return seen;
}

function importsOf(file: string): Import[] {
  const code = codeOf(file);
  const eager = [...code.matchAll(/^(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'/gm)].map(
    (match) => ({
      target: resolve(file, match[2] ?? ''),
      lazy: false,
      typeOnly: match[1] !== undefined,
    }),
  );
  const bare = [...code.matchAll(/^import\s+'([^']+)'/gm)].map((match) => ({
    target: resolve(file, match[1] ?? ''),
    lazy: false,
    typeOnly: false,
  }));
  const lazy = [...code.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g)].map((match) => ({
    target: resolve(file, match[1] ?? ''),
    lazy: true,
    typeOnly: false,
  }));
  return [...eager, ...bare, ...lazy];
}

function resolve(file: string, target: string): string {
  return target.startsWith('.') ? relative('.', join(dirname(file), target)) : target;
}
