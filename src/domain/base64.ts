export type DecodedText =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly reason: string };

const ALPHABET = /^[A-Za-z0-9+/_-]+={0,2}$/;
const REPLACEMENT = '\uFFFD';

/** The text behind standard or URL-safe Base64, padded or not, line breaks ignored; bytes must be valid UTF-8. */
export function base64ToText(encoded: string): DecodedText {
  return usualText(encoded) ?? anyText(encoded);
}

/** Decoding into the same bytes each time spares the garbage collector a buffer a message; 64 KB bodies fit. */
const SCRATCH = Buffer.allocUnsafeSlow(96 * 1024);

/** Undefined for what is not plain Base64 of plain UTF-8, or too long. */
function usualText(encoded: string): DecodedText | undefined {
  if (encoded.length % 4 !== 0 || encoded.length > SCRATCH.length) return undefined;
  const length = SCRATCH.write(encoded, 'base64');
  if (length !== unpaddedBytes(encoded)) return undefined;
  const text = SCRATCH.toString('utf8', 0, length);
  return text.includes(REPLACEMENT) ? undefined : { ok: true, text };
}

function anyText(encoded: string): DecodedText {
  const bytes = decode(encoded);
  if (bytes === undefined) return { ok: false, reason: 'neither JSON nor XML nor Base64' };
  const text = bytes.toString('utf8');
  // Broken bytes decode to the replacement character, which may also stand in the text itself.
  if (text.includes(REPLACEMENT) && !Buffer.from(text).equals(bytes)) {
    return { ok: false, reason: 'Base64 of bytes that are not UTF-8 text' };
  }
  return { ok: true, text };
}

/** Node skips what is not Base64 instead of refusing it, but then the result is too short for the text. */
function decode(encoded: string): Buffer | undefined {
  const bytes = Buffer.from(encoded, 'base64');
  if (encoded.length % 4 === 0 && bytes.length === unpaddedBytes(encoded)) return bytes;
  const compact = encoded.replace(/\s+/g, '');
  if (!ALPHABET.test(compact) || compact.replace(/=+$/, '').length % 4 === 1) return undefined;
  return Buffer.from(compact, 'base64');
}

function unpaddedBytes(encoded: string): number {
  const padding = encoded.endsWith('==') ? 2 : encoded.endsWith('=') ? 1 : 0;
  return (encoded.length / 4) * 3 - padding;
}
