import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runProgram } from '../support/run-program.ts';

const SHELLS = [
  ['bash', 'completions/ossnotify.bash'],
  ['zsh', 'completions/_ossnotify'],
  ['fish', 'completions/ossnotify.fish'],
] as const;

describe('completion', () => {
  it.each(SHELLS)(
    '%s: the script in completions/ is fresh (else: npm run build && npm run completions)',
    async (shell, file) => {
      const { status, stdout } = await runProgram(['completion', shell]);
      expect(status).toBe(0);
      expect(readFileSync(file, 'utf8')).toBe(stdout);
    },
  );

  it.each([
    ['ossnotify ru', ['rule']],
    ['ossnotify rule ', ['create', 'list', 'get', 'delete']],
    ['ossnotify rule create x --if-exists ', ['error', 'skip']],
    ['ossnotify --color al', ['always']],
    ['ossnotify tail --event ObjectDown', ['ObjectDownloaded:GetObject']],
    ['ossnotify tail --event ObjectDownloaded:', ['GetObject']],
    ['ossnotify tail --excl', ['--exclude-event', '--exclude-key']],
  ])('bash completes %j', (line, expected) => {
    const script = `COMP_WORDBREAKS=$' \\t\\n:='; source completions/ossnotify.bash; COMP_LINE='${line}'; COMP_POINT=${line.length}; _ossnotify; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const words = execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
    expect(words).toEqual(expect.arrayContaining(expected));
    const typed = line.split(' ').at(-1)?.replace(/.*:/, '') ?? '';
    for (const word of words) expect(word.startsWith(typed)).toBe(true);
  });

  it.runIf(existsSync('/usr/bin/zsh'))('zsh reads its script', () => {
    execFileSync('zsh', ['-fn', 'completions/_ossnotify']);
  });

  it.runIf(existsSync('/usr/bin/fish')).each([
    ['ossnotify ru', ['rule']],
    ['ossnotify rule create x --if-exists ', ['error', 'skip']],
    ['ossnotify tail --event ObjectDown', ['ObjectDownloaded:GetObject']],
  ])('fish completes %j', (line, expected) => {
    const script = `source completions/ossnotify.fish; complete -C '${line}'`;
    const lines = execFileSync('fish', ['--no-config', '-c', script], { encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(lines.map((each) => each.split('\t')[0])).toEqual(expected);
  });
});
