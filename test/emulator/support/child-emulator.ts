import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { rolldown } from 'rolldown';

export interface ChildEmulator {
  readonly process: ChildProcess;
  readonly url: string;
  /** Status and signal. */
  readonly died: Promise<unknown>;
}

/** An emulator with its state in the folder, in a process of its own that can be killed; `limits` are those of a shell. */
export async function startChildEmulator(directory: string, limits = ':'): Promise<ChildEmulator> {
  const entry = join(directory, 'child.ts');
  writeFileSync(
    entry,
    `import { startEmulator } from ${JSON.stringify(resolve('src/emulator/index.ts'))};
     const emulator = await startEmulator({ dataDirectory: process.argv[2] });
     process.send(emulator.url);`,
  );
  const program = await rolldown({ input: entry, platform: 'node', cwd: process.cwd() });
  await program.write({ dir: directory, entryFileNames: 'child.mjs', format: 'esm' });
  const argv = [process.execPath, join(directory, 'child.mjs'), directory];
  const child = spawn('/bin/sh', ['-c', `${limits}; exec "$0" "$@"`, ...argv], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const died = once(child, 'exit');
  const url = await Promise.race([
    once(child, 'message').then(([message]) => String(message)),
    died.then(([status]) => Promise.reject(new Error(`the emulator ended with ${status}`))),
  ]);
  return { process: child, url, died };
}
