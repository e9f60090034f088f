// From the put of an object to its line on stdout, beside a bare long poll of a queue on the same topic: both see the
// same events, one at a time. BENCH_EVENTS sets their number.
import { spawn } from 'node:child_process';
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Pool } from 'undici';
import { measure, median, startServer } from './throughput/measure.js';

const EVENTS = Number(process.env.BENCH_EVENTS ?? 200);
const ALLOWED_MS = 10;
const PROGRAM = [process.execPath, 'bin/ossnotify.js'];

export async function run() {
  const server = await startServer(['bench/throughput/emulator.js']);
  const env = { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: server.url };
  const rule = [
    'rule',
    'create',
    'bench',
    '--bucket',
    'demo-bucket',
    '--event',
    'ObjectCreated:*',
    '--to',
    'topic:bench',
  ];
  await measure([...PROGRAM, ...rule], { env });
  await measure([...PROGRAM, 'queue', 'create', 'bare', '--topic', 'bench'], { env });
  const tail = spawn(PROGRAM[0], [PROGRAM[1], 'tail', 'bench', '-o', 'ndjson'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pool = new Pool(server.url);
  try {
    await told(tail.stderr, /listening on/);
    return report(await race(pool, tail));
  } finally {
    tail.kill();
    server.child.kill();
    await pool.destroy();
  }
}

/** Milliseconds from the put, for each of the two. */
async function race(pool, tail) {
  const printed = arrivals();
  const polled = arrivals();
  createInterface({ input: tail.stdout }).on('line', (line) => printed.came(JSON.parse(line).key));
  // Ends when its pool is destroyed.
  void poll(pool, polled).catch(() => {});
  const times = { printed: [], polled: [] };
  for (let index = 0; index < EVENTS; index++) {
    const key = `latency/${index}`;
    const both = [printed.of(key), polled.of(key)];
    const startedAt = performance.now();
    await put(pool, key);
    const [atOutput, atPoll] = await Promise.all(both);
    times.printed.push(atOutput - startedAt);
    times.polled.push(atPoll - startedAt);
  }
  return times;
}

function report({ printed, polled }) {
  const [ours, bare] = [printed, polled].map(median);
  const held = ours - bare <= ALLOWED_MS ? 'held' : 'MISSED';
  return [
    `put to line: p50 ${ours.toFixed(1)} ms; put to the answer of a bare long poll: p50 ${bare.toFixed(1)} ms`,
    `  later by ${(ours - bare).toFixed(1)} ms (goal ${ALLOWED_MS}: ${held})`,
  ];
}

/** Times at which keys came, whether or not somebody waits for them yet. */
function arrivals() {
  const waiting = new Map();
  return {
    of: (key) => new Promise((resolve) => waiting.set(key, resolve)),
    came: (key) => waiting.get(key)?.(performance.now()),
  };
}

async function poll(pool, polled) {
  const path = '/queues/bare/messages';
  for (;;) {
    const answer = await mns(pool, 'GET', `${path}?numOfMessages=16&waitseconds=30`);
    if (answer.status !== 200) continue;
    for (const [, body] of answer.text.matchAll(/<MessageBody>([^<]*)</g)) {
      const { events } = JSON.parse(Buffer.from(body, 'base64').toString());
      for (const event of events) polled.came(event.oss.object.key);
    }
    const receipts = answer.text.match(/<ReceiptHandle>[^<]*<\/ReceiptHandle>/g);
    await mns(pool, 'DELETE', path, `<ReceiptHandles>${receipts.join('')}</ReceiptHandles>`);
  }
}

async function mns(pool, method, resource, body = '') {
  const date = new Date().toUTCString();
  const md5 = body === '' ? '' : createHash('md5').update(body).digest('base64');
  const signed = `${method}\n${md5}\ntext/xml\n${date}\nx-mns-version:2015-06-06\n${resource}`;
  const headers = {
    date,
    'content-type': 'text/xml',
    'x-mns-version': '2015-06-06',
    ...(md5 && { 'content-md5': md5 }),
  };
  headers.authorization = `MNS emulator:${sign(signed)}`;
  const reply = await pool.request({ method, path: resource, headers, body: body || null, reset: false });
  return { status: reply.statusCode, text: await reply.body.text() };
}

async function put(pool, key) {
  const date = new Date().toUTCString();
  const path = `/demo-bucket/${key}`;
  const headers = { date, 'content-type': 'text/plain' };
  headers.authorization = `OSS emulator:${sign(`PUT\n\ntext/plain\n${date}\n${path}`)}`;
  const reply = await pool.request({ method: 'PUT', path, headers, body: 'hello' });
  await reply.body.dump();
  if (reply.statusCode !== 200) throw new Error(`PUT ${path}: ${reply.statusCode}`);
}

function sign(text) {
  return createHmac('sha1', 'emulator-secret').update(text).digest('base64');
}

async function told(stream, pattern) {
  let text = '';
  while (!pattern.test(text)) {
    const [chunk] = await once(stream, 'data');
    text += chunk;
  }
}
