import { afterAll, beforeAll } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';

/** One emulator for the tests of a file, and the environment that points a program at it. */
export function withEmulator(): { readonly url: string; readonly env: Record<string, string> } {
  let emulator: Emulator | undefined;
  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterAll(() => emulator?.close());
  const url = () => emulator?.url ?? '';
  return {
    get url() {
      return url();
    },
    get env() {
      return { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: url() };
    },
  };
}
