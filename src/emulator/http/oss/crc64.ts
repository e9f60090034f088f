/** CRC-64/XZ (ECMA-182 reflected), which OSS tells of every object as a decimal number. */
const POLYNOMIAL_HIGH = 0xc96c5795;
const POLYNOMIAL_LOW = 0xd7870f42;

/** High and low halves of the 256 table entries: 64-bit integers as pairs, since BigInt is too slow for contents. */
const TABLE_HIGH = new Uint32Array(256);
const TABLE_LOW = new Uint32Array(256);

for (let index = 0; index < 256; index += 1) {
  let high = 0;
  let low = index;
  for (let bit = 0; bit < 8; bit += 1) {
    const odd = low & 1;
    low = (low >>> 1) | ((high & 1) << 31);
    high >>>= 1;
    if (odd === 1) {
      high ^= POLYNOMIAL_HIGH;
      low ^= POLYNOMIAL_LOW;
    }
  }
  TABLE_HIGH[index] = high;
  TABLE_LOW[index] = low;
}

/** The halves of a sum. */
type Sum = readonly [high: number, low: number];

const NOTHING: Sum = [0, 0];
const known = new WeakMap<Buffer, Sum>();

/** Contents never change once stored, so each is summed up once. */
export const crc64Of = (content: Buffer): string => decimalOf(sumOf(content));

/** Sums up a content that grew out of another, without reading that one again. */
export function extendCrc64(before: Buffer, addition: Buffer, whole: Buffer): void {
  known.set(whole, compute(addition, sumOf(before)));
}

function sumOf(content: Buffer): Sum {
  const before = known.get(content);
  if (before !== undefined) return before;
  const sum = compute(content, NOTHING);
  known.set(content, sum);
  return sum;
}

function compute(content: Buffer, [highBefore, lowBefore]: Sum): Sum {
  let high = ~highBefore >>> 0;
  let low = ~lowBefore >>> 0;
  for (const byte of content) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (TABLE_LOW[index] ?? 0);
    high = (high >>> 8) ^ (TABLE_HIGH[index] ?? 0);
  }
  return [~high >>> 0, ~low >>> 0];
}

const decimalOf = ([high, low]: Sum): string => ((BigInt(high) << 32n) | BigInt(low)).toString();
