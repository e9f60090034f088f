// The emulator beside a well-known Node emulator of a like service (fauxqs, SQS), both on Node 24, each driven by the same
// bare HTTP generator with 700-byte bodies, four connections and its own largest batch. Interleaved; medians.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mnsLoad } from './support/mns-load.js';
import { drive, openConnection } from './support/raw-http.js';
import { sqsLoad } from './support/sqs-load.js';

const BODY = 'x'.repeat(700);
const CONNECTIONS = 4;
const ROUNDS = 3;
const WARMING_ROUNDS = 4;
const MESSAGES = 48_000;
const BACKLOGS = [100, 200_000];
const KEPT_MESSAGES = 216_000;

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), 'ossnotify-bench-'));
  try {
    // Not a dependency: it needs Node 22, and nothing but this benchmark wants it.
    execFileSync('npm', [
      'install',
      '--silent',
      '--no-audit',
      '--no-fund',
      '--prefix',
      folder,
      'fauxqs',
      'node@24',
    ]);
    const peers = [
      { load: mnsLoad, start: (port) => startOurs(folder, port) },
      { load: sqsLoad, start: (port) => startFauxqs(folder, port) },
    ];
    const [ours] = peers;
    return [...(await compare(peers)), await backlogs(ours), await memory(ours), await readiness(ours)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compare(peers) {
  const rates = peers.map(() => ({ send: [], receive: [] }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, peer] of peers.entries()) {
      const { send, receive } = await measure(peer);
      rates[index].send.push(send);
      rates[index].receive.push(receive);
    }
  }
  const [ours, theirs] = rates.map(({ send, receive }) => ({ send: median(send), receive: median(receive) }));
  const line = (what, key) =>
    `${what}: ${Math.round(ours[key])} messages/s, ${(ours[key] / theirs[key]).toFixed(2)} × fauxqs (${Math.round(theirs[key])}; wanted 2)`;
  return [line('send', 'send'), line('receive with delete', 'receive')];
}

async function measure({ load, start }) {
  return withServer(start, async (connections) => {
    await load.prepare(connections[0]);
    // What counts is how they run, not how their code is compiled: both are still getting faster in the third round.
    for (let warming = 0; warming < WARMING_ROUNDS; warming++) await sendAndReceive(load, connections);
    return sendAndReceive(load, connections);
  });
}

const sendAndReceive = async (load, connections) => ({
  send: await drive(connections, times(MESSAGES / load.batch, load.sendRequest(BODY))),
  receive: await drive(connections, load.receiveAndDelete()),
});

/** The receive rate over a fixed number of messages, with few and with very many behind them. */
async function backlogs({ load, start }) {
  const rates = [];
  for (const backlog of BACKLOGS) {
    const rate = await withServer(start, async (connections) => {
      await load.prepare(connections[0]);
      for (let warming = 0; warming < WARMING_ROUNDS; warming++) await sendAndReceive(load, connections);
      await drive(connections, times((backlog + 16_000) / load.batch, load.sendRequest(BODY)));
      return drive(connections, times(1000, load.receiveAndDelete()));
    });
    rates.push(rate);
  }
  const [few, many] = rates;
  return `receive rate with ${BACKLOGS[1]} waiting: ${(many / few).toFixed(2)} × that with ${BACKLOGS[0]} (wanted within 0.8 to 1.2)`;
}

/** Of a server that has done nothing else: what requests before have left behind would be counted as there before. */
async function memory({ load, start }) {
  const perMessage = await withServer(start, async (connections, pid) => {
    await load.prepare(connections[0]);
    const before = residentBytes(pid);
    await drive(connections, times(KEPT_MESSAGES / load.batch, load.sendRequest(BODY)));
    return (residentBytes(pid) - before) / KEPT_MESSAGES - BODY.length;
  });
  return `memory: ${Math.round(perMessage)} bytes a message beside the body (wanted under 1024)`;
}

async function readiness({ start }) {
  const times = [];
  for (let round = 0; round < 5; round++) {
    const startedAt = process.hrtime.bigint();
    const server = await start(0);
    times.push(Number(process.hrtime.bigint() - startedAt) / 1e6);
    await server.stop();
  }
  return `ready after ${median(times).toFixed(0)} ms (wanted under 300)`;
}

async function withServer(start, use) {
  const server = await start(4700 + Math.floor(Math.random() * 200));
  const connections = await Promise.all(
    Array.from({ length: CONNECTIONS }, () => openConnection(server.url)),
  );
  try {
    return await use(connections, server.pid);
  } finally {
    for (const connection of connections) connection.close();
    await server.stop();
  }
}

function times(count, operation) {
  let left = count;
  return async (connection) => (left-- > 0 ? operation(connection) : undefined);
}

function startOurs(folder) {
  return startServer(
    folder,
    [resolve('bin/ossnotify.js'), 'emulator', '--port', '0'],
    {},
    /listening on (\S+)/,
  );
}

function startFauxqs(folder, port) {
  const env = { FAUXQS_PORT: String(port), FAUXQS_LOGGER: 'false' };
  const cli = join(folder, 'node_modules', 'fauxqs', 'dist', 'cli.js');
  return startServer(folder, [cli], env, undefined, `http://127.0.0.1:${port}`);
}

async function startServer(folder, args, env, readyLine, url) {
  const node = join(folder, 'node_modules', '.bin', 'node');
  const child = spawn(node, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.once('exit', done));
  const found = readyLine ? await lineOf(child, readyLine) : await answering(url);
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return { url: found, pid: child.pid, stop };
}

async function lineOf(child, pattern) {
  let text = '';
  for await (const chunk of child.stdout) {
    text += chunk;
    const match = pattern.exec(text);
    if (match) return match[1];
  }
  throw new Error(`the server ended: ${text}`);
}

async function answering(url) {
  for (let attempt = 0; attempt < 200; attempt++) {
    const reached = await openConnection(url)
      .then((connection) => connection.close() ?? true)
      .catch(() => false);
    if (reached) return url;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`nothing answers at ${url}`);
}

function residentBytes(pid) {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
