/** The few ASN.1 forms (DER) that a self-signed certificate needs; Node makes keys but no certificates. */
const tagged = (tag: number, ...parts: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
};

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const digits = length.toString(16);
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

export const sequence = (...parts: readonly Buffer[]): Buffer => tagged(0x30, ...parts);
export const set = (...parts: readonly Buffer[]): Buffer => tagged(0x31, ...parts);
export const utf8String = (text: string): Buffer => tagged(0x0c, Buffer.from(text));
export const bitString = (bytes: Buffer): Buffer => tagged(0x03, Buffer.from([0]), bytes);
export const nothing = (): Buffer => tagged(0x05);

/** A positive number, given by its bytes. */
export const integer = (bytes: Buffer): Buffer =>
  tagged(0x02, (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);

/** `20260101000000Z`; this form serves every year. */
export const generalizedTime = (timeMs: number): Buffer =>
  tagged(0x18, Buffer.from(`${new Date(timeMs).toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`));

/** An object identifier, given by its encoded bytes in hex. */
export const identifier = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'));
