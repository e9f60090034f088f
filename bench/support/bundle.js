import { resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { boundedInk } from '../../scripts/bounded-ink.js';

/** One file, built as the program's terminal UI is. */
export async function bundle(entry, file) {
  const made = await rolldown({
    input: entry,
    platform: 'node',
    external: [/^node:/],
    resolve: { alias: { 'react-devtools-core': resolve('scripts/no-devtools.js') } },
    transform: { target: 'node20', define: { 'process.env.NODE_ENV': '"production"' } },
    plugins: [boundedInk],
    onLog() {},
  });
  await made.write({ file, format: 'esm', minify: true, codeSplitting: false });
}
