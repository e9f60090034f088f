// Writes completions/ from the built program; a test compares them with the command tree.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';

const FILES = { bash: 'ossnotify.bash', zsh: '_ossnotify', fish: 'ossnotify.fish' };

mkdirSync('completions', { recursive: true });
for (const [shell, file] of Object.entries(FILES)) {
  writeFileSync(
    `completions/${file}`,
    execFileSync(process.execPath, ['bin/ossnotify.js', 'completion', shell]),
  );
}
