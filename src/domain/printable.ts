/**
 * Everything that comes from outside passes here before a terminal sees it. What a terminal would act on, reorder by or
 * not show becomes a visible mark: controls (C0, DEL, C1), line and paragraph separators, bidi and other format
 * characters, blank fillers, lone surrogates, noncharacters, and the last private plane, which the screen itself uses.
 * Joiners stay where names are spelt with them (Persian, Hindi, Sinhala, emoji of several people); elsewhere they hide.
 */
export function toPrintable(text: string): string {
  return UNSAFE.test(text) ? text.replace(EACH_UNSAFE, mark) : text;
}

const UNSAFE_CLASS =
  '[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Surrogate}\\p{Noncharacter_Code_Point}\\u034F\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u3164\\uFFA0\\u{100000}-\\u{10FFFF}]';
const UNSAFE = new RegExp(UNSAFE_CLASS, 'u');

/** As RFC 5892, appendix A, allows them in names: after a virama, and between letters that join. */
const SPELT = [
  '(?<=[\\u094D\\u09CD\\u0A4D\\u0ACD\\u0B4D\\u0BCD\\u0C4D\\u0CCD\\u0D3B\\u0D3C\\u0D4D\\u0DCA])[\\u200C\\u200D]',
  '(?<=(?=\\p{L})[\\p{sc=Arab}\\p{sc=Syrc}][\\u064B-\\u0655\\u0670]{0,3})[\\u200C\\u200D](?=(?=\\p{L})[\\p{sc=Arab}\\p{sc=Syrc}])',
  '(?<=\\p{Extended_Pictographic}[\\uFE0F\\p{Emoji_Modifier}]?)\\u200D(?=\\p{Extended_Pictographic})',
].join('|');
const EACH_UNSAFE = new RegExp(`(?=${UNSAFE_CLASS})(?!${SPELT})[^]`, 'gu');

/** The same for a text of several lines, whose ends and tabs stay. */
export function toPrintableLines(text: string): string {
  return text.replace(EACH_UNSAFE, (character) => (isLayout(character) ? character : mark(character)));
}

/** The same for a text that holds our own styles: a last guard, where the parts were made printable before. */
export function toPrintableStyled(text: string): string {
  return text.replace(STYLE_OR_UNSAFE, (found) =>
    found.length > 2 || isLayout(found) ? found : mark(found),
  );
}

const STYLE_OR_UNSAFE = new RegExp(`\\u001B\\[[\\d;]*m|${EACH_UNSAFE.source}`, 'gu');

/** JSON of the same value, with escapes (`\\u009b`) where others get marks. Between its tokens a carriage return is a blank. */
export function toPrintableJson(json: string): string {
  return json.replace(EACH_UNSAFE, (character) => {
    if (isLayout(character)) return character;
    return character === '\r' ? ' ' : escapeOf(character);
  });
}

function isLayout(character: string): boolean {
  return character === '\n' || character === '\t';
}

function escapeOf(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** C0 and DEL as their control pictures (␛), the rest as `<U+202E>`. */
function mark(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code <= 0x1f) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}
