/** Controls, lone surrogates and noncharacters: what no attribute's text may hold. */
const FORBIDDEN_CLASS =
  '[\\u0000-\\u001f\\u007f-\\u009f\\ufdd0-\\ufdef\\ufffe\\uffff]|\\p{Surrogate}|[\\u{1fffe}\\u{1ffff}]';
const FORBIDDEN = new RegExp(FORBIDDEN_CLASS, 'u');
const EACH_FORBIDDEN = new RegExp(FORBIDDEN_CLASS, 'gu');

/** A message may hold characters that no attribute may; each becomes its percent-encoded UTF-8 bytes. */
export function attributeText(text: string): string {
  return FORBIDDEN.test(text) ? text.replace(EACH_FORBIDDEN, percentEncoded) : text;
}

/** A header's value: blank, quote, percent and all but printable ASCII percent-encoded, in one pass. */
export function headerText(text: string): string {
  return text.replace(/[^\x21-\x7e]|["%]/gu, percentEncoded);
}

/** Undoes `headerText`, in one pass; undefined when the bytes are not UTF-8. */
export function textOfHeader(value: string): string | undefined {
  if (!value.includes('%')) return value;
  try {
    return decodeURIComponent(value.replace(/%(?![0-9a-fA-F]{2})/g, '%25'));
  } catch {
    return undefined;
  }
}

/** A lone surrogate has no UTF-8 bytes; it goes as the replacement character. */
function percentEncoded(character: string): string {
  return [...Buffer.from(character)]
    .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
    .join('');
}
