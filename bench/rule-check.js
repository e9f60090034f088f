// What `rule check` costs beside reading and parsing its file: 10,000 rules of five entries. Every figure is the
// fastest of several fresh processes; the check's is its wall time less that of the same command on a file of one rule.
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { stringify } from 'yaml';

const RULES = 10_000;
const RUNS = 3;
const LIMIT = 20;
const LONG = 'x'.repeat(300);
const PROGRAM = 'bin/ossnotify.js';

/** Rules over one bucket unless a case says otherwise; `match` gives the entry. */
const CASES = [
  { name: 'disjoint prefixes', match: (rule, part) => `area-${rule}/part-${part}/*.log.gz` },
  { name: 'disjoint suffixes', match: (rule, part) => `*-${rule}-${part}.log.gz` },
  {
    name: 'long suffixes that differ at one end only',
    match: (rule, part) => (rule % 2 === 0 ? `*${LONG}-${rule}-${part}-` : `*-${rule}-${part}-${LONG}`),
  },
  { name: 'nested prefixes', match: (rule, part) => `${'d/'.repeat(rule % 50)}x${rule}-${part}*.gz` },
  { name: 'each rule overlaps another', match: (rule, part) => `area-${rule >> 1}/part-${part}/*` },
  { name: 'every rule overlaps every other', match: () => '*' },
  { name: 'a thousand buckets', buckets: 1000, match: (rule, part) => `area-${rule}/part-${part}/*` },
  { name: 'on KS3', provider: 'ks3', match: (rule, part) => `area-${rule}/part-${part}/*.log.gz` },
  {
    name: 'disjoint prefixes, as YAML',
    yaml: true,
    match: (rule, part) => `area-${rule}/part-${part}/*.log.gz`,
  },
];

function documentOf({ match, buckets = 1, provider = 'oss' }, count) {
  const to = provider === 'ks3' ? ['https://hooks.example.com/x'] : ['topic:all'];
  const rules = Array.from({ length: count }, (_, rule) => ({
    name: `r${rule}`,
    bucket: `bucket-${rule % buckets}`,
    events: ['ObjectCreated:*', 'ObjectRemoved:DeleteObject'],
    match: [1, 2, 3, 4, 5].map((part) => match(rule, part)),
    to,
  }));
  return { provider, rules };
}

const PARSE = {
  json: `JSON.parse(require('node:fs').readFileSync(process.argv[1], 'utf8'))`,
  yaml: `require(${JSON.stringify(resolve('node_modules/yaml'))}).parse(require('node:fs').readFileSync(process.argv[1], 'utf8'))`,
};

/** Inside its process, so that Node's own start does not count. */
function parseMs(file, kind) {
  const code = `const from = performance.now(); ${PARSE[kind]}; process.stdout.write(String(performance.now() - from))`;
  return Number(spawnSync(process.execPath, ['-e', code, file], { encoding: 'utf8' }).stdout);
}

function wallMs(file) {
  const startedAt = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, [PROGRAM, 'rule', 'check', file], { stdio: 'ignore' });
  if (status !== 0 && status !== 3) throw new Error(`rule check ended with ${status}`);
  return Number(process.hrtime.bigint() - startedAt) / 1e6;
}

const fastest = (measure) => Math.min(...Array.from({ length: RUNS }, measure));

export async function run() {
  const folder = await mkdtemp(join(tmpdir(), 'ossnotify-bench-'));
  try {
    const lines = [];
    for (const each of CASES) lines.push(await measure(each, folder));
    return lines;
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function measure(each, folder) {
  const kind = each.yaml ? 'yaml' : 'json';
  const write = async (name, count) => {
    const file = join(folder, `${name}.${kind}`);
    const content = documentOf(each, count);
    await writeFile(
      file,
      each.yaml
        ? stringify(content, { aliasDuplicateObjects: false })
        : JSON.stringify(content, undefined, 1),
    );
    return file;
  };
  const [many, one] = [await write('many', RULES), await write('one', 1)];
  const parse = fastest(() => parseMs(many, kind));
  const check = fastest(() => wallMs(many)) - fastest(() => wallMs(one));
  const ratio = check / parse;
  const verdict = `limit ${LIMIT}: ${ratio <= LIMIT ? 'held' : 'MISSED'}`;
  return `${each.name}: read and parse ${parse.toFixed(0)} ms, check with it ${check.toFixed(0)} ms, ${ratio.toFixed(1)} × (${verdict})`;
}
