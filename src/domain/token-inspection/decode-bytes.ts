import type { Problem } from '../problem.ts';
import { finding } from './finding.ts';

export interface DecodedBytes {
  /** Undefined when the bytes are no text at all. */
  readonly text: string | undefined;
  readonly findings: readonly Problem[];
}

/** The controller reads UTF-8 without a byte order mark; the other codings are named, and read all the same. */
export function decodeBytes(bytes: Buffer, where: string): DecodedBytes {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    const message = `${where} is UTF-16, as PowerShell writes it`;
    return { text: bytes.subarray(2).toString('utf16le'), findings: [finding('utf-16', message)] };
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    const message = `${where} is UTF-8 with a byte order mark`;
    return { text: bytes.subarray(3).toString('utf8'), findings: [finding('byte-order-mark', message)] };
  }
  const text = bytes.toString('utf8');
  return { text: Buffer.from(text, 'utf8').equals(bytes) ? text : undefined, findings: [] };
}
