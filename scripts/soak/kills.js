// The emulator with --data, killed with -9 amid sends and again amid deletes: what it acknowledged is so afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BATCH,
  createMns,
  expectSuccess,
  inParallel,
  manyMessages,
  oneMessage,
  queueOf,
} from './mns-calls.js';
import { startEmulator } from './program.js';

const SENDERS = 6;

export async function soakKills({ size, say, random = Math.random }) {
  const folder = mkdtempSync(join(tmpdir(), 'ossnotify-soak-'));
  try {
    const sends = await killAmidSends(folder, size, random);
    say(sends.text);
    const deletes = await killAmidDeletes(folder, random);
    say(deletes.text);
    return [...sends.problems, ...deletes.problems];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function killAmidSends(folder, size, random) {
  const emulator = await startEmulator('--data', folder);
  const mns = createMns(emulator.url);
  expectSuccess(await mns.call('PUT', '/queues/soak', queueOf(600)));
  const killAt = Math.floor(size * (0.2 + 0.6 * random()));
  const acknowledged = [];
  await inParallel(SENDERS, sendsOf(size), async (bodies) => {
    const body = bodies.length === 1 ? oneMessage(bodies[0]) : manyMessages(bodies);
    const answer = await mns.call('POST', '/queues/soak/messages', body).catch(() => undefined);
    if (answer?.status !== 201) return;
    acknowledged.push(...bodies);
    if (acknowledged.length >= killAt) killSoon(emulator, random);
  });
  mns.close();
  await emulator.ended;

  const there = await restartedWith(folder);
  const lost = acknowledged.filter((body) => !there.has(body)).length;
  const twice = [...there.values()].filter((count) => count > 1).length;
  return {
    text: `killed amid ${size} sends: ${acknowledged.length} acknowledged, ${there.size} there after the restart, ${lost} lost, ${twice} doubled`,
    problems: [
      ...(lost === 0 ? [] : [`${lost} acknowledged sends were lost`]),
      ...(twice === 0 ? [] : [`${twice} sends are there more than once`]),
      ...(acknowledged.length < size ? [] : ['all was sent before the kill']),
    ],
  };
}

/** Not in step with an answer: while another request is being read, carried out or written down. */
const killSoon = (emulator, random) => setTimeout(() => emulator.stop('SIGKILL'), 10 * random());

/** Every third send is a single message. */
function* sendsOf(size) {
  const bodies = Array.from({ length: size }, (_, index) => `message ${index}`);
  for (let from = 0, nth = 0; from < size; nth += 1) {
    const count = nth % 3 === 0 ? 1 : BATCH;
    yield bodies.slice(from, from + count);
    from += count;
  }
}

async function killAmidDeletes(folder, random) {
  const emulator = await startEmulator('--data', folder);
  const mns = createMns(emulator.url);
  const before = await messagesOf(emulator.url);
  const killAt = Math.floor(before.size * (0.2 + 0.6 * random()));
  const deleted = [];
  const unsure = new Set();
  await inParallel(SENDERS, new Array(SENDERS).keys(), async () => {
    for (;;) {
      const path = `/queues/soak/messages?numOfMessages=${BATCH}`;
      const received = await mns.call('GET', path).catch(() => undefined);
      if (received?.status !== 200) return;
      const bodies = [...received.body.matchAll(/<MessageBody>([^<]*)</g)].map(([, body]) => body);
      const receipts = received.body.match(/<ReceiptHandle>[^<]+<\/ReceiptHandle>/g);
      const list = `<ReceiptHandles>${receipts.join('')}</ReceiptHandles>`;
      const answer = await mns.call('DELETE', '/queues/soak/messages', list).catch(() => undefined);
      if (answer?.status === 204) deleted.push(...bodies);
      else for (const body of bodies) unsure.add(body);
      if (deleted.length >= killAt) killSoon(emulator, random);
    }
  });
  mns.close();
  await emulator.ended;

  const there = await restartedWith(folder);
  const gone = new Set(deleted);
  const back = deleted.filter((body) => there.has(body)).length;
  const lost = [...before.keys()].filter(
    (body) => !gone.has(body) && !unsure.has(body) && !there.has(body),
  ).length;
  const twice = [...there.values()].filter((count) => count > 1).length;
  return {
    text: `killed amid ${before.size} deletes: ${deleted.length} acknowledged, ${there.size} left after the restart, ${back} came back, ${lost} lost, ${twice} doubled`,
    problems: [
      ...(back === 0 ? [] : [`${back} messages came back whose deletion was acknowledged`]),
      ...(lost === 0 ? [] : [`${lost} messages were lost that nobody had deleted`]),
      ...(twice === 0 ? [] : [`${twice} messages are there more than once`]),
    ],
  };
}

/** Bodies with how often each is there, hidden ones too. */
async function messagesOf(url) {
  const counts = new Map();
  for (const { body } of await (await fetch(`${url}/_emulator/queues/soak/messages`)).json())
    counts.set(body, (counts.get(body) ?? 0) + 1);
  return counts;
}

async function restartedWith(folder) {
  const emulator = await startEmulator('--data', folder);
  const there = await messagesOf(emulator.url);
  await emulator.stop('SIGTERM');
  return there;
}
