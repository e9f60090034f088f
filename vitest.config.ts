import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // Colour must come from the program's own decision, never from the shell that runs the tests.
    env: { FORCE_COLOR: '', NO_COLOR: '', CI: '' },
    testTimeout: 20_000,
    coverage: { provider: 'v8', include: ['src/**'], reporter: ['text-summary', 'html'] },
  },
});
