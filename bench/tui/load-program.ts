// The terminal UI under load, in a process of its own on a real terminal: the tail loop reads made-up deliveries, decodes
// them and hands them to the screen. What it cost goes to the file named last.
import { writeFileSync } from 'node:fs';
import type { Batch, Delivery, Notice } from '../../src/sources/source.ts';
import type { System } from '../../src/system.ts';
import { tuiSink } from '../../src/tui/sink.ts';
import { tail } from '../../src/use-cases/tail.ts';

const [perSecond = 5000, total = 300_000] = process.argv.slice(2, 4).map(Number);
const reportFile = process.argv[4] ?? 'report.json';
const quit = new AbortController();

const sleep = (ms: number, signal?: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });

const system: System = {
  argv: [],
  env: process.env,
  cwd: '.',
  homeDir: '.',
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  now: Date.now,
  sleep,
  random: Math.random,
  signal: quit.signal,
};

const TYPES = ['ObjectCreated:PutObject', 'ObjectRemoved:DeleteObject', 'ObjectDownloaded:GetObject'];

function body(number: number): string {
  const event = {
    eventName: TYPES[number % 3],
    eventSource: 'acs:oss',
    eventTime: new Date().toISOString(),
    eventVersion: '1.0',
    oss: {
      bucket: {
        arn: 'acs:oss:cn-hangzhou:1000000000000001:demo-bucket',
        name: 'demo-bucket',
        ownerIdentity: '1',
      },
      object: {
        deltaSize: 5,
        eTag: 'D41D8CD98F00B204E9800998ECF8427E',
        key: `movie/${number % 97}/${number}.mp3`,
        size: number,
      },
      ossSchemaVersion: '1.0',
      ruleId: 'demo-rule',
    },
    region: 'cn-hangzhou',
    requestParameters: { sourceIPAddress: '192.0.2.10' },
    responseElements: { requestId: number.toString(16).padStart(24, '0') },
    userIdentity: { principalId: '1000000000000001' },
  };
  return Buffer.from(JSON.stringify({ events: [event] })).toString('base64');
}

const memory: number[] = [];

async function* source(signal: AbortSignal): AsyncGenerator<Batch | Notice, void, void> {
  yield { kind: 'notice', link: 'ready', atMs: Date.now() };
  const startedAtMs = performance.now();
  for (let sent = 0; sent < total && !signal.aborted; ) {
    const due = perSecond === 0 ? sent + 500 : ((performance.now() - startedAtMs) / 1000) * perSecond;
    const deliveries: Delivery[] = [];
    for (; sent < Math.min(due, total); sent++) {
      if (sent % Math.ceil(total / 50) === 0) memory.push(Math.round(process.memoryUsage().rss / 1e6));
      const message = { body: body(sent), receivedAtMs: Date.now(), messageId: String(sent), topic: 'demo' };
      deliveries.push({ message });
    }
    if (deliveries.length > 0) yield { kind: 'batch', deliveries };
    await sleep(perSecond === 0 ? 0 : 10, signal);
  }
}

const sink = tuiSink({
  system,
  names: 'load',
  utc: false,
  colors: 2,
  quit: (how) => quit.abort(how),
  signal: quit.signal,
});
const cpuBefore = process.cpuUsage();
const startedAtMs = performance.now();
const { shown } = await tail({ source, accepts: () => true, sinks: [sink], signal: quit.signal, system });
const wallMs = performance.now() - startedAtMs;
const cpu = process.cpuUsage(cpuBefore);
const report = {
  events: shown,
  seconds: wallMs / 1000,
  cpuShare: (cpu.user + cpu.system) / 1000 / wallMs,
  rssMb: memory,
};
writeFileSync(reportFile, JSON.stringify(report));
process.exit(0);
