// `decode` of half a million message bodies beside jq doing the same; interleaved, medians. BENCH_LINES sets the size.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bodyOf } from './throughput/fill.js';
import { measure, median } from './throughput/measure.js';

const LINES = Number(process.env.BENCH_LINES ?? 500_000);
const ROUNDS = 3;
const LIMIT_MB = 150;
// The members that `decode` writes, of which jq could not know the receipt.
const PROGRAM = `@base64d | fromjson | .events[] | {provider: "oss", type: .eventName, bucket: .oss.bucket.name,
  key: .oss.object.key, size: .oss.object.size, time: .eventTime, region, rule: .oss.ruleId,
  requestId: .responseElements.requestId, sourceIp: .requestParameters.sourceIPAddress, event: .}`;

export async function run() {
  if (!hasJq()) return ['jq is not installed: nothing to compare with'];
  const folder = mkdtempSync(join(tmpdir(), 'ossnotify-bench-'));
  try {
    const file = join(folder, 'bodies.txt');
    await writeBodies(file);
    return await compare({
      ours: [process.execPath, 'bin/ossnotify.js', '-q', 'decode', file],
      jq: ['jq', '-cR', PROGRAM, file],
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(contenders) {
  const times = { ours: [], jq: [] };
  let peakMb = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (const [who, args] of Object.entries(contenders)) {
      const result = await measure(args);
      times[who].push(result.ms);
      if (who === 'ours') peakMb = Math.max(peakMb, result.peakMb);
    }
  }
  const [ours, jq] = [times.ours, times.jq].map(median);
  const held = (isHeld) => (isHeld ? 'held' : 'MISSED');
  return [
    `${LINES} lines: decode ${(ours / 1000).toFixed(2)} s, jq ${(jq / 1000).toFixed(2)} s`,
    `  over jq: ${(jq / ours).toFixed(2)} (goal 2: ${held(jq / ours >= 2)})`,
    `  peak memory ${peakMb.toFixed(0)} MB (limit ${LIMIT_MB}: ${held(peakMb <= LIMIT_MB)})`,
  ];
}

async function writeBodies(file) {
  const stream = createWriteStream(file);
  for (let from = 0; from < LINES; from += 1000) {
    const bodies = Array.from({ length: Math.min(1000, LINES - from) }, (_, at) => `${bodyOf(from + at)}\n`);
    if (!stream.write(bodies.join(''))) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

function hasJq() {
  try {
    execFileSync('jq', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
