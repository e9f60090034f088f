/** Bytes `from` up to, and without, `to`. */
export interface ByteRange {
  readonly from: number;
  readonly to: number;
}

/** The one range that a header asks for; `undefined` when there is none, or none that the object can satisfy. */
export function byteRangeOf(header: string | undefined, size: number): ByteRange | undefined {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (match === null) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '') return last === '' ? undefined : suffixRange(Number(last), size);
  const from = Number(first);
  const to = last === '' ? size : Math.min(Number(last) + 1, size);
  return from < to ? { from, to } : undefined;
}

function suffixRange(length: number, size: number): ByteRange | undefined {
  const from = Math.max(0, size - length);
  return length > 0 && from < size ? { from, to: size } : undefined;
}
