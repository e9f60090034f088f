// What a start costs beside a bare Node program: the fastest of 40 interleaved runs of each, as a ratio.
import { spawnSync } from 'node:child_process';

const RUNS = 40;
const PROGRAM = 'bin/ossnotify.js';
const URL = 'https://1234567890123456.mns.cn-shanghai.aliyuncs.com/';
const env = { ...process.env, ALIBABA_CLOUD_ACCESS_KEY_ID: 'id', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret' };

const CASES = [
  { name: 'node -e 0', args: ['-e', '0'] },
  { name: 'ossnotify --help', args: [PROGRAM, '--help'], limit: 1.4 },
  { name: 'ossnotify token --secret', args: [PROGRAM, 'token', '--secret', '--url', URL], limit: 1.4 },
];

function wallMs(args) {
  const startedAt = process.hrtime.bigint();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore', env });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return Number(process.hrtime.bigint() - startedAt) / 1e6;
}

export function run() {
  const fastest = CASES.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < RUNS; round++) {
    for (const [index, { args }] of CASES.entries()) fastest[index] = Math.min(fastest[index], wallMs(args));
  }
  return CASES.map(({ name, limit }, index) => {
    const ratio = fastest[index] / fastest[0];
    const verdict = limit ? ` (limit ${limit}: ${ratio <= limit ? 'held' : 'MISSED'})` : '';
    return `${name}: ${fastest[index].toFixed(1)} ms, ${ratio.toFixed(2)} × node -e 0${verdict}`;
  });
}
