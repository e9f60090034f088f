// Published events through `tail --queue` while the emulator refuses, cuts, doubles: each is seen, and its books agree.
import { bookProblems, booksOf, bookText, untilEmpty } from './books.js';
import { createMns, eventBody, inParallel, oneMessage, queueOf } from './mns-calls.js';
import { eachLine, pointedAt, startEmulator, startProgram } from './program.js';

export const FAULTS = 'error=0.2,drop=0.05,dup=0.05,seed=7';

export async function soakFaults({ size, visibilitySeconds, say }) {
  const emulator = await startEmulator('--faults', FAULTS);
  const mns = createMns(emulator.url);
  await mns.insist('PUT', '/queues/soak', queueOf(visibilitySeconds));
  await mns.insist('PUT', '/topics/soak', '<Topic/>');
  const endpoint = 'acs:mns:cn-hangzhou:1000000000000001:queues/soak';
  const subscription = `<Endpoint>${endpoint}</Endpoint><NotifyContentFormat>SIMPLIFIED</NotifyContentFormat>`;
  await mns.insist('PUT', '/topics/soak/subscriptions/s', `<Subscription>${subscription}</Subscription>`);

  const tail = startProgram(['tail', '--queue', 'soak', '-o', 'ndjson'], pointedAt(emulator.url));
  const seen = new Map();
  eachLine(tail.stdout, (line) => {
    const { key } = JSON.parse(line);
    seen.set(key, (seen.get(key) ?? 0) + 1);
  });
  let tailEnd;
  tail.ended.then((end) => {
    tailEnd = end;
  });

  const keys = Array.from({ length: size }, (_, index) => `object-${index}`);
  await inParallel(8, keys, (key) => mns.insist('POST', '/topics/soak/messages', oneMessage(eventBody(key))));
  say(`${size} publications acknowledged`);
  await untilEmpty(emulator.url, 'soak', () => {
    if (tailEnd !== undefined) throw new Error(`the tail ended with ${tailEnd}: ${tail.log()}`);
  });
  const end = await tail.stop('SIGINT');
  const books = await booksOf(emulator.url, 'soak', 'soak');
  mns.close();
  await emulator.stop('SIGTERM');

  const lines = [...seen.values()].reduce((sum, count) => sum + count, 0);
  say(`tail showed ${seen.size} different events in ${lines} lines`);
  say(bookText(books));
  const missing = keys.filter((key) => !seen.has(key));
  return [
    ...(missing.length === 0 ? [] : [`${missing.length} events were never shown, such as ${missing[0]}`]),
    ...(seen.size > size ? [`${seen.size - size} events were shown that nobody published`] : []),
    // Only what is deleted is known to have been shown; a delete whose answer was cut off is repeated.
    ...(lines >= books.deleted ? [] : [`${books.deleted} were deleted, but only ${lines} shown`]),
    ...([130, 'SIGINT'].includes(end) ? [] : [`the tail ended with ${end}: ${tail.log()}`]),
    ...bookProblems(books),
  ];
}
