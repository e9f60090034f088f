import type { RaisedEvent } from './event-log.ts';

/** Which event somebody waits for; `*` in a text stands for anything. */
export interface EventWish {
  /** Event type, such as `ObjectCreated:*`. */
  readonly event?: string;
  readonly key?: string;
  readonly bucket?: string;
  /** Name of a rule that must have fired. */
  readonly rule?: string;
}

export function fulfils(event: RaisedEvent, wish: EventWish): boolean {
  const { rule } = wish;
  return (
    matches(wish.event?.replace(/^(?:oss|ks3):/, ''), event.type.replace(/^ks3:/, '')) &&
    matches(wish.key, event.key) &&
    matches(wish.bucket, event.bucket) &&
    (rule === undefined || event.rules.some((name) => matches(rule, name)))
  );
}

/** The parts between the stars occur in this order, the first at the start and the last at the end. */
function matches(pattern: string | undefined, text: string): boolean {
  if (pattern === undefined) return true;
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}
