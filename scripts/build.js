// Bundles the program into dist/: one small entry, and chunks that commands load when they need them.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { boundedInk } from './bounded-ink.js';
import { licensesOf } from './licenses.js';

const { version } = JSON.parse(await readFile('package.json', 'utf8'));

// babel-runtime: a branch of @alicloud/mns for Node versions without async functions, never taken.
const OUTSIDE = /^(?:node:|babel-runtime\/)/;

const shared = {
  platform: 'node',
  // By a function: plugins are not asked for what a pattern takes out.
  external: (source, importer) => OUTSIDE.test(source) && !withoutUnused.resolveId(source, importer),
  resolve: { alias: { 'react-devtools-core': resolve('scripts/no-devtools.js') } },
  transform: {
    target: 'node20',
    define: { OSSNOTIFY_VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
  },
  onLog(level, log, report) {
    // Of the SDKs' own code, which we cannot mend; what concerns ours is reported.
    if (level !== 'warn' || !/node_modules|INEFFECTIVE_DYNAMIC_IMPORT/.test(`${log.id} ${log.code}`))
      report(level, log);
  },
};

// What packages load at once and we never use: each would cost every start that loads the package.
const unused = [
  // For subcommands that are programs of their own, which we do not have; that module alone is a tenth of our start.
  {
    source: 'node:child_process',
    importer: '/node_modules/commander/',
    instead: 'scripts/no-subprocesses.js',
  },
  // For requests that the SDK sends itself, and their answers; it only signs ours.
  { source: 'httpx', importer: '/node_modules/@alicloud/mns/', instead: 'scripts/no-requests.js' },
  { source: 'xml2js', importer: '/node_modules/@alicloud/mns/', instead: 'scripts/no-requests.js' },
];
const withoutUnused = {
  name: 'without-unused',
  resolveId(source, importer) {
    const found = unused.find((one) => one.source === source && importer?.includes(one.importer));
    return found && resolve(found.instead);
  },
};

// Ink awaits at its top level, which CommonJS cannot; so the terminal UI is an ES module beside the program.
const withoutTui = {
  name: 'without-tui',
  resolveId: (source) => (source.endsWith('/tui/sink.ts') ? { id: './tui.mjs', external: true } : undefined),
};

/** The program is CommonJS: Node starts that in half the time over bare Node that ES modules take. */
async function buildProgram() {
  const input = { main: 'src/main.ts' };
  const bundle = await rolldown({ ...shared, input, plugins: [withoutUnused, withoutTui] });
  return bundle.write({ ...names('cjs'), format: 'cjs' });
}

/** What is loaded as an ES module: the terminal UI by the program, the emulator by other people's tests. */
async function buildModules() {
  const input = { tui: 'src/tui/sink.ts', emulator: 'src/emulator/index.ts' };
  const bundle = await rolldown({ ...shared, input, plugins: [boundedInk] });
  return bundle.write({ ...names('mjs'), format: 'esm' });
}

function names(extension) {
  const [entryFileNames, chunkFileNames] = [`[name].${extension}`, `[name]-[hash].${extension}`];
  // Flat, so that `./tui.mjs` is right from every chunk.
  return { dir: 'dist', entryFileNames, chunkFileNames, minify: true };
}

await rm('dist', { recursive: true, force: true });
const outputs = [await buildProgram(), await buildModules()];
const modules = outputs.flatMap(({ output }) => output.flatMap((file) => file.moduleIds ?? []));
await writeFile('dist/THIRD-PARTY-LICENSES.txt', await licensesOf(modules));
