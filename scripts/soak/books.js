// What the emulator says it did, and whether that adds up.

export async function booksOf(url, queue, topic) {
  const read = async (path) => (await fetch(`${url}/_emulator/${path}`)).json();
  const books = (await read('queues')).find(({ name }) => name === queue);
  const published = topic && (await read('topics')).find(({ name }) => name === topic).published;
  return { ...books, published };
}

export const waitingIn = ({ active, inactive, delayed }) => active + inactive + delayed;

/** Everything that was put in is deleted, dropped by age, or there. */
export function bookProblems(books) {
  const { sent, duplicated, deleted, expired, published } = books;
  const waiting = waitingIn(books);
  return [
    sent === deleted + expired + waiting
      ? ''
      : `${sent} sent are not ${deleted} deleted and ${expired} expired and ${waiting} waiting`,
    published === undefined || sent === published + duplicated
      ? ''
      : `${sent} sent are not ${published} published and ${duplicated} doubled`,
  ].filter((text) => text !== '');
}

export function bookText(books) {
  const { sent, duplicated, deleted, expired, published } = books;
  const lead = published === undefined ? '' : `${published} published, ${duplicated} doubled by faults, `;
  return `${lead}${sent} put into the queue = ${deleted} deleted + ${expired} expired + ${waitingIn(books)} waiting`;
}

/** Asks until the queue holds nothing any more; fails when nothing changes for `patienceMs`. */
export async function untilEmpty(url, queue, check, patienceMs = 120_000) {
  let before = '';
  let changedAtMs = Date.now();
  for (;;) {
    check();
    const books = await booksOf(url, queue);
    if (waitingIn(books) === 0) return;
    const now = `${books.deleted} ${waitingIn(books)}`;
    if (now !== before) changedAtMs = Date.now();
    if (Date.now() - changedAtMs > patienceMs) throw new Error(`nothing moves any more: ${bookText(books)}`);
    before = now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
