import stringWidth from 'string-width';

/** Text measured and cut in terminal cells. Everything here expects text that is printable already. */

const ASCII = /^[\u0020-\u007E]*$/;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

export function cellWidth(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

/** What terminals disagree on: some draw a cluster as one, some add up its characters, some draw signs as emoji. */
const UNSURE =
  /[\p{M}\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\p{Join_Control}\u0E33\u0EB3\u1100-\u11FF\uA960-\uA97C\uD7B0-\uD7FB]/u;
const DRAWN_AS_EMOJI = /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}]/u;

/** The most cells that any terminal gives the text; what is cut and wrapped by it loses nothing on any of them. */
export function widestWidth(text: string): number {
  if (!UNSURE.test(text)) return cellWidth(text);
  let width = 0;
  for (const { segment } of graphemes.segment(text)) {
    const apart = [...segment].reduce((sum, character) => sum + widestOf(character), 0);
    width += Math.max(apart, stringWidth(segment));
  }
  return width;
}

function widestOf(character: string): number {
  return DRAWN_AS_EMOJI.test(character) ? 2 : stringWidth(character);
}

/** Exactly so many cells: padded, or cut at the end with an ellipsis. */
export function fitLeft(text: string, width: number): string {
  return pad(cutEnd(text, width), width);
}

/** As `fitLeft`, to the right edge. */
export function fitRight(text: string, width: number): string {
  const cut = cutEnd(text, width);
  return ' '.repeat(Math.max(0, width - cellWidth(cut))) + cut;
}

/** As `fitLeft`, but what is too long loses its middle: of a key, the end tells most. */
export function fitMiddle(text: string, width: number): string {
  if (isWithin(text, width)) return pad(text, width);
  const tailWidth = Math.floor(((width - 1) * 2) / 3);
  const head = takeCells(text, width - 1 - tailWidth);
  return pad(`${head}…${lastCells(text, tailWidth)}`, width);
}

export function cutEnd(text: string, width: number): string {
  if (width <= 0) return '';
  return isWithin(text, width) ? text : `${takeCells(text, width - 1)}…`;
}

/** The text in lines of at most so many cells, on any terminal. */
export function wrapCells(text: string, width: number): string[] {
  const lines: string[] = [];
  let [line, used] = ['', 0];
  for (const { segment } of graphemes.segment(text)) {
    const size = widestWidth(segment);
    if (used + size > width && line !== '') {
      lines.push(line);
      [line, used] = ['', 0];
    }
    line += segment;
    used += size;
  }
  return [...lines, line];
}

/** Prose in lines of at most so many cells, broken between words. */
export function wrapWords(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (cellWidth(line) + 1 + cellWidth(word) <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.flatMap((line) => wrapCells(line, width));
}

function isWithin(text: string, width: number): boolean {
  // A key may be a kilobyte long: what is far too long needs no measuring.
  return text.length <= width * 8 + 64 && widestWidth(text) <= width;
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - cellWidth(text)));
}

/** As much of the start as fits. */
export function takeCells(text: string, width: number): string {
  if (ASCII.test(text)) return text.slice(0, Math.max(0, width));
  let [taken, used] = ['', 0];
  for (const { segment } of graphemes.segment(wholeCharacters(text.slice(0, width * 8 + 64)))) {
    used += widestWidth(segment);
    if (used > width) break;
    taken += segment;
  }
  return taken;
}

/** As much of the end as fits. */
export function lastCells(text: string, width: number): string {
  if (width <= 0) return '';
  if (ASCII.test(text)) return text.slice(-width);
  const segments = [...graphemes.segment(wholeCharacters(text.slice(-(width * 8 + 64))))];
  let [taken, used] = ['', 0];
  for (const { segment } of segments.reverse()) {
    used += widestWidth(segment);
    if (used > width) break;
    taken = segment + taken;
  }
  return taken;
}

/** Without the half of a character that a cut may leave at either end. */
function wholeCharacters(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
}
