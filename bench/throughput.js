// Waiting messages read, decoded, printed as ndjson and deleted: ours beside the loop of the SDK's README and beside the
// floor of the wire; interleaved, medians. BENCH_MESSAGES and BENCH_ROUNDS set the size, BENCH_SETTING picks
// one of the two settings by its name.
import { fill } from './throughput/fill.js';
import { measure, median, startServer } from './throughput/measure.js';

const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 100_000);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const CONCURRENCY = 16;
const SETTINGS = [
  { name: 'bare loopback', faults: '', messages: MESSAGES, overLoop: 1.8, ofFloor: 0.75 },
  { name: '5 ms a call', faults: 'latency=5ms', messages: MESSAGES, overLoop: 8, ofFloor: 0.75 },
];

export async function run() {
  const lines = [];
  for (const setting of SETTINGS.filter(({ name }) => name.includes(process.env.BENCH_SETTING ?? '')))
    lines.push(...(await compare(setting)));
  return lines;
}

async function compare({ name, faults, messages, overLoop, ofFloor }) {
  const server = await startServer(['bench/throughput/emulator.js', faults]);
  const env = { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: server.url };
  const { execPath: node } = process;
  const contenders = {
    ours: (queue) => [
      node,
      'bin/ossnotify.js',
      '-q',
      'tail',
      '--queue',
      queue,
      '-o',
      'ndjson',
      '-n',
      `${messages}`,
    ],
    loop: (queue) => [node, 'bench/throughput/plain-loop.js', server.url, queue, `${messages}`],
    floor: (queue) => [node, 'bench/throughput/floor.js', server.url, queue, `${messages}`, `${CONCURRENCY}`],
  };
  const rates = { ours: [], loop: [], floor: [] };
  let peakMb = 0;
  try {
    // Whoever comes first meets a server that is not warm yet; so it is nobody who counts.
    await fill(server.url, 'warm', messages);
    await measure(contenders.floor('warm'), { env });
    for (let round = 0; round < ROUNDS; round++) {
      for (const [who, args] of Object.entries(contenders)) {
        const queue = `${who}-${round}`;
        await fill(server.url, queue, messages);
        const result = await measure(args(queue), { env });
        rates[who].push((messages / result.ms) * 1000);
        if (who === 'ours') peakMb = Math.max(peakMb, result.peakMb);
      }
    }
  } finally {
    server.child.kill();
  }
  const [ours, loop, floor] = [rates.ours, rates.loop, rates.floor].map(median);
  return [
    `${name}, ${messages} messages: ours ${ours.toFixed(0)}/s, the SDK's loop ${loop.toFixed(0)}/s, floor ${floor.toFixed(0)}/s`,
    verdict('  over the loop', ours / loop, overLoop),
    verdict('  of the floor', ours / floor, ofFloor),
    `  peak memory ${peakMb.toFixed(0)} MB (limit 150: ${peakMb <= 150 ? 'held' : 'MISSED'})`,
  ];
}

function verdict(what, ratio, goal) {
  return `${what}: ${ratio.toFixed(2)} (goal ${goal}: ${ratio >= goal ? 'held' : 'MISSED'})`;
}
