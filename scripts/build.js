// Bundles the program into dist/: one small entry, and chunks that commands load when they need them.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { licensesOf } from './licenses.js';

const { version } = JSON.parse(await readFile('package.json', 'utf8'));

// commander loads node:child_process for subcommands that are programs of their own, which we do not have;
// that module alone would cost a tenth of our start.
const withoutSubprocesses = {
  name: 'without-subprocesses',
  setup({ onResolve }) {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('/node_modules/commander/')
        ? { path: resolve('scripts/no-subprocesses.js') }
        : undefined,
    );
  },
};

await rm('dist', { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { main: 'src/main.ts' },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  jsx: 'automatic',
  metafile: true,
  define: { OSSNOTIFY_VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
  // A branch of @alicloud/mns for Node versions without async functions, never taken.
  external: ['babel-runtime/*'],
  alias: { 'react-devtools-core': './scripts/no-devtools.js' },
  // CommonJS packages inside an ESM bundle still call require() for Node's own modules.
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  plugins: [withoutSubprocesses],
  logLevel: 'warning',
});
await writeFile('dist/THIRD-PARTY-LICENSES.txt', await licensesOf(metafile));
