import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));

export default defineConfig({
  // What the build puts in, the tests get too.
  define: { OSSNOTIFY_VERSION: JSON.stringify(version) },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/support/fresh-build.ts'],
    // Colour must come from the program's own decision, never from the shell that runs the tests.
    env: { FORCE_COLOR: '', NO_COLOR: '', CI: 'false' },
    // Only what hangs ends by these; no test waits for time, but a busy machine may be slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    coverage: { provider: 'v8', include: ['src/**'], reporter: ['text-summary', 'html'] },
  },
});
