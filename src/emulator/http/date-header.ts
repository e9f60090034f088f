const SECOND_MS = 1000;

/** The `Date` of answers by a clock of the caller's; written out once a second, as Node does with its own. */
export function dateHeader(now: () => number): () => string {
  let second = Number.NaN;
  let text = '';
  return () => {
    const current = Math.floor(now() / SECOND_MS);
    if (current !== second) {
      second = current;
      text = new Date(current * SECOND_MS).toUTCString();
    }
    return text;
  };
}
