// Events through `tail --queue --forward --dead-letter`, stopped five times at random points and started again: with kills, faults and a failing
// receiver none is lost, with SIGINT and none of these none comes twice.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bookProblems, booksOf, bookText, untilEmpty } from './books.js';
import { FAULTS } from './faults.js';
import { batchesOf, createMns, eventBody, inParallel, manyMessages, queueOf } from './mns-calls.js';
import { pointedAt, startEmulator, startProgram } from './program.js';
import { startReceiver } from './receiver.js';

const STOPS = 5;

export const soakForward = (options) =>
  soak({ ...options, stopSignal: 'SIGKILL', faults: FAULTS, failing: 0.1 });
export const soakClean = (options) => soak({ ...options, stopSignal: 'SIGINT', faults: '', failing: 0 });

async function soak({ size, visibilitySeconds, say, stopSignal, faults, failing, random = Math.random }) {
  const folder = mkdtempSync(join(tmpdir(), 'ossnotify-soak-'));
  const deadLetterFile = join(folder, 'dead.ndjson');
  const emulator = await startEmulator('--faults', faults);
  const receiver = await startReceiver({ failing, random });
  const mns = createMns(emulator.url);
  await mns.insist('PUT', '/queues/soak', queueOf(visibilitySeconds));
  const argv = ['tail', '--queue', 'soak', '--forward', receiver.url, '--dead-letter', deadLetterFile];
  const tail = keepRunning(() => {
    const program = startProgram(argv, pointedAt(emulator.url));
    // Its lines are of no interest here, but a full pipe would hold it up.
    program.stdout.resume();
    return program;
  });
  const stops = Array.from({ length: STOPS }, () => Math.floor(size * (0.05 + 0.9 * random()))).sort(
    (one, other) => one - other,
  );
  receiver.onReached((reached) => {
    if (reached < (stops[0] ?? Number.POSITIVE_INFINITY)) return;
    stops.shift();
    void tail.restart(stopSignal);
  });

  const keys = Array.from({ length: size }, (_, index) => `object-${index}`);
  await inParallel(4, batchesOf(keys), (batch) =>
    mns.insist('POST', '/queues/soak/messages', manyMessages(batch.map(eventBody))),
  );
  say(`${size} sends acknowledged`);
  await untilEmpty(emulator.url, 'soak', tail.check);
  await tail.end();
  const books = await booksOf(emulator.url, 'soak');
  mns.close();
  await Promise.all([emulator.stop('SIGTERM'), receiver.close()]);
  const dead = deadKeys(deadLetterFile);
  rmSync(folder, { recursive: true });

  const { reached, taken } = receiver;
  say(
    `${tail.restarts()} tails ended by ${stopSignal}; ${receiver.posts()} posts of ${reached.size} different events, ${taken.size} of them taken, ${dead.size} dead letters`,
  );
  say(bookText(books));
  const missing = keys.filter((key) => !reached.has(key));
  const unaccounted = keys.filter((key) => !taken.has(key) && !dead.has(key));
  return [
    ...(missing.length === 0
      ? []
      : [`${missing.length} events never reached the receiver, such as ${missing[0]}`]),
    ...(unaccounted.length === 0
      ? []
      : [`${unaccounted.length} events are neither taken nor dead letters, such as ${unaccounted[0]}`]),
    ...(tail.restarts() === STOPS ? [] : [`only ${tail.restarts()} tails were stopped`]),
    ...(failing > 0 || receiver.posts() === size ? [] : [`${receiver.posts() - size} events came twice`]),
    ...bookProblems(books),
  ];
}

/** One tail at a time; another one starts as soon as the last was stopped. */
function keepRunning(start) {
  let current = start();
  let restarts = 0;
  let stopping = Promise.resolve();
  let isStopping = false;
  let unexpected;
  const watch = (tail) =>
    tail.ended.then((end) => {
      if (tail === current && !isStopping) unexpected = `the tail ended by itself with ${end}: ${tail.log()}`;
    });
  watch(current);
  return {
    restarts: () => restarts,
    check() {
      if (unexpected !== undefined) throw new Error(unexpected);
    },
    restart(signal) {
      stopping = stopping.then(async () => {
        isStopping = true;
        await current.stop(signal);
        current = start();
        isStopping = false;
        restarts += 1;
        watch(current);
      });
      return stopping;
    },
    async end() {
      await stopping;
      isStopping = true;
      await current.stop('SIGINT');
    },
  };
}

function deadKeys(file) {
  if (!existsSync(file)) return new Set();
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return new Set(lines.map((line) => JSON.parse(JSON.parse(line).body).events[0].oss.object.key));
}
