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

const known = new WeakMap<Buffer, string>();

/** Contents never change once stored, so each is summed up once. */
export function crc64Of(content: Buffer): string {
  const before = known.get(content);
  if (before !== undefined) return before;
  const sum = compute(content);
  known.set(content, sum);
  return sum;
}

function compute(content: Buffer): string {
  let high = 0xffffffff;
  let low = 0xffffffff;
  for (const byte of content) {
    const index = (low ^ byte) & 0xff;
    low = ((low >>> 8) | (high << 24)) ^ (TABLE_LOW[index] ?? 0);
    high = (high >>> 8) ^ (TABLE_HIGH[index] ?? 0);
  }
  return ((BigInt(~high >>> 0) << 32n) | BigInt(~low >>> 0)).toString();
}
