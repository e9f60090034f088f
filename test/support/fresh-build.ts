/** Before the first test: the program that some of them start is built, and of the source that stands here. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const ENTRY = 'dist/main.cjs';

export default function buildWhenStale(): void {
  if (existsSync(ENTRY) && statSync(ENTRY).mtimeMs >= newestSourceMs()) return;
  execFileSync(process.execPath, ['scripts/build.js'], { stdio: 'inherit' });
}

function newestSourceMs(): number {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' });
  return Math.max(...files.map((file) => statSync(join('src', file)).mtimeMs));
}
