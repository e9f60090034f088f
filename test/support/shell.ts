import { execFileSync } from 'node:child_process';
import { buildProgram } from '../../src/commands/program.ts';
import { Collector } from './run-program.ts';

/** The words of a command, as a shell tells them apart. */
export function shellWords(command: string): string[] {
  const script = `set -f; printf '%s\\0' ${command}`;
  return execFileSync('/bin/sh', ['-c', script]).toString().split('\0').slice(0, -1);
}

/** The commands of the program in a hint or a remedy. */
export function commandsIn(text: string): string[] {
  if (text.startsWith('ossnotify ')) return text.split(' && ');
  return text.match(/(?<=`)ossnotify [^`]+(?=`)|(?<=: )ossnotify (?:'[^']*'|[^;`'])+/g) ?? [];
}

/** Reads the command as the program would, without doing anything. @throws what commander says against it */
export async function parseCommand(command: string): Promise<void> {
  const [program, ...argv] = shellWords(command);
  if (program !== 'ossnotify') throw new Error(`not a command of ours: ${command}`);
  let found = false;
  const act = async () => {
    found = true;
  };
  const tree = await buildProgram(act, new Collector(false), argv);
  await tree.parseAsync(argv, { from: 'user' });
  if (!found) throw new Error(`nothing to run: ${command}`);
}
