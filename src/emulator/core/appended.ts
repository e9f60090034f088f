/** How much of each piece of memory made here is used; another object may already have grown into what is free. */
const used = new WeakMap<ArrayBufferLike, number>();

/** Both contents in one, and room behind them, so that appending does not copy the whole every time. */
export function appended(content: Buffer, addition: Buffer): Buffer {
  const { buffer, byteOffset, length } = content;
  const end = byteOffset + length + addition.length;
  if (used.get(buffer) === byteOffset + length && end <= buffer.byteLength) {
    const whole = Buffer.from(buffer, byteOffset, length + addition.length);
    addition.copy(whole, length);
    used.set(buffer, end);
    return whole;
  }
  const roomy = Buffer.allocUnsafeSlow(2 * (length + addition.length));
  content.copy(roomy);
  addition.copy(roomy, length);
  used.set(roomy.buffer, length + addition.length);
  return roomy.subarray(0, length + addition.length);
}
