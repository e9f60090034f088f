export interface QueryItem {
  readonly name: string;
  /** Absent for a bare word, `''` for `name=`. */
  readonly value: string | undefined;
}

/** A query string split at `&` and the first `=`. `+` stays `+`: receipt handles hold it, and are sent raw by some SDKs. */
export class Query {
  readonly items: readonly QueryItem[];

  constructor(raw: string | readonly QueryItem[]) {
    this.items = typeof raw === 'string' ? itemsIn(raw) : raw;
  }

  without(name: string): Query {
    return new Query(this.items.filter((item) => item.name !== name));
  }

  has(name: string): boolean {
    return this.items.some((item) => item.name === name);
  }

  get(name: string): string | undefined {
    const item = this.items.find((candidate) => candidate.name === name);
    return item === undefined ? undefined : (item.value ?? '');
  }

  /** MNS SDKs differ in the case of parameter names. */
  getIgnoringCase(name: string): string | undefined {
    const wanted = name.toLowerCase();
    const item = this.items.find((candidate) => candidate.name.toLowerCase() === wanted);
    return item === undefined ? undefined : (item.value ?? '');
  }
}

const NO_ITEMS: readonly QueryItem[] = [];

function itemsIn(raw: string): readonly QueryItem[] {
  if (raw === '') return NO_ITEMS;
  return raw
    .split('&')
    .filter((item) => item !== '')
    .map(parseItem);
}

function parseItem(item: string): QueryItem {
  const equals = item.indexOf('=');
  if (equals < 0) return { name: percentDecoded(item), value: undefined };
  return { name: percentDecoded(item.slice(0, equals)), value: percentDecoded(item.slice(equals + 1)) };
}

/** Text that is not well encoded stays as it is. */
export function percentDecoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** RFC 3986: everything but the unreserved characters is encoded. */
export const percentEncoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
