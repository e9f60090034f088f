import { InvalidArgumentError } from '@commander-js/extra-typings';

/** `--event A --event B` = `--event A,B` = `--event 'A, B'`. */
export function listed(value: string, previous: readonly string[] | undefined): string[] {
  const values = value.split(',').map((part) => part.trim());
  const given = values.filter((part) => part !== '');
  // An empty variable of a script must not mean all.
  if (given.length === 0) throw new InvalidArgumentError('It must not be empty.');
  return [...(previous ?? []), ...given];
}

export function notEmpty(value: string): string {
  if (value.trim() !== '') return value;
  throw new InvalidArgumentError('It must not be empty.');
}

/** For values that may hold a comma themselves, such as keys: repeats only. */
export function repeated(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value];
}

export function positiveInteger(value: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('It must be a whole number above 0.');
}

/** A whole number within what the service takes. */
export function wholeNumberWithin(low: number, high: number): (value: string) => number {
  return (value) => {
    const number = positiveInteger(value);
    if (number >= low && number <= high) return number;
    throw new InvalidArgumentError(`It must be a whole number from ${low} to ${high}.`);
  };
}

/** So that a slip of the finger does not fill the memory. */
const LARGEST_BUFFER = 1_000_000;

export function bufferSize(value: string): number {
  const number = positiveInteger(value);
  if (number <= LARGEST_BUFFER) return number;
  throw new InvalidArgumentError('It must be at most 1000000.');
}

const UNIT_MS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** `500ms`, `20s`, `5m`, `1h` → milliseconds. */
export function duration(value: string): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(value) ?? [];
  const unitMs = UNIT_MS[unit];
  if (amount !== undefined && unitMs) return Number(amount) * unitMs;
  throw new InvalidArgumentError('It must be a duration such as 500ms, 20s, 5m or 1h.');
}

export function portNumber(value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number <= 65_535) return number;
  throw new InvalidArgumentError('It must be a port number from 0 to 65535.');
}

/** A long poll of MNS waits 30 seconds at most (service limit). */
export function waitSeconds(value: string): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && number <= 30) return number;
  throw new InvalidArgumentError('It must be a number of seconds from 1 to 30.');
}

/** `/hooks/1f9a`: a path as it stands in a request, without a query. */
export function urlPath(value: string): string {
  if (/^\/[^\s?#]*$/.test(value) && URL.canParse(value, 'http://host'))
    return new URL(value, 'http://host').pathname;
  throw new InvalidArgumentError('It must be a path such as /hooks/1f9a, without a query.');
}

const SIZE_UNITS: Record<string, number> = {
  '': 1,
  b: 1,
  k: 1024,
  kb: 1024,
  kib: 1024,
  m: 1024 ** 2,
  mb: 1024 ** 2,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1024 ** 3,
  gib: 1024 ** 3,
};

/** `512`, `64K`, `5MiB` -> bytes, by powers of 1024. */
export function byteSize(value: string): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(value.trim()) ?? [];
  const unitBytes = SIZE_UNITS[unit.toLowerCase()];
  if (amount !== undefined && unitBytes) return Math.round(Number(amount) * unitBytes);
  throw new InvalidArgumentError('It must be a size such as 512, 64K or 5M.');
}

/** A regular expression of JavaScript; `/.../flags` or bare. */
export function regularExpressions(value: string, previous: readonly RegExp[] | undefined): RegExp[] {
  const [, pattern = value, flags = ''] = /^\/(.+)\/([imsu]*)$/s.exec(value) ?? [];
  try {
    return [...(previous ?? []), new RegExp(pattern, flags)];
  } catch {
    throw new InvalidArgumentError('It must be a regular expression, such as "mimeType":"image or /cat/i.');
  }
}
