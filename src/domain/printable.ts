/**
 * Everything that comes from outside passes here before a terminal sees it: C0 and C1 controls, DEL, line and
 * paragraph separators, bidi controls and other invisible format characters, and lone surrogates become visible marks.
 */
export function toPrintable(text: string): string {
  return UNSAFE.test(text) ? text.replace(EACH_UNSAFE, mark) : text;
}

const UNSAFE_CLASS =
  '[\\u0000-\\u001F\\u007F-\\u009F\\u00AD\\u061C\\u180E\\u200B-\\u200F\\u2028-\\u202E\\u2060-\\u206F\\uFEFF\\uFFF9-\\uFFFB]|[\\u{E0000}-\\u{E007F}]|\\p{Surrogate}';
const UNSAFE = new RegExp(UNSAFE_CLASS, 'u');
const EACH_UNSAFE = new RegExp(UNSAFE_CLASS, 'gu');

/** C0 and DEL as their control pictures (␛), the rest as `<U+202E>`. */
function mark(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0x1f) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
