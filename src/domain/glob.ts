/**
 * Globs over object keys. A key is no path, so the libraries made for paths do not fit: here a star crosses slashes and
 * leading dots, as the star of a rule does and as `aws s3 --exclude` has it, and so does a question mark.
 * Also `[a-z]`, `[!a]`, `[[:digit:]]`, `{a,b}`, `{1..12}` and a backslash before any of these. The star notation of a
 * rule means the same as a glob.
 */
export function compileGlob(glob: string): (text: string) => boolean {
  const pattern = new RegExp(`^${translate(glob.match(TOKEN) ?? [])}$`, 'su');
  // What is written out in full matches itself, even with brackets or braces in it; not with escapes, which are syntax.
  const literal = glob.includes('\\') ? undefined : glob;
  return (text) => text === literal || pattern.test(text);
}

/** A class in brackets · an escape · stars in a row · any one character. */
const TOKEN = /\[[!^]?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\]|\\[*?[\]{},\\]|\*+|./gsu;

function translate(tokens: readonly string[]): string {
  let source = '';
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? '';
    const close = token === '{' ? closingBrace(tokens, at) : -1;
    const choice = close < 0 ? undefined : translateBraces(tokens.slice(at + 1, close));
    source += choice ?? translateToken(token);
    if (choice !== undefined) at = close;
  }
  return source;
}

function translateToken(token: string): string {
  if (token.startsWith('*')) return '.*';
  if (token === '?') return '.';
  if (token.startsWith('[') && token.length > 1) return bracketClass(token.slice(1, -1));
  return literal(token.length === 2 && token.startsWith('\\') ? token.slice(1) : token);
}

function closingBrace(tokens: readonly string[], open: number): number {
  let depth = 0;
  return tokens.findIndex((token, at) => {
    if (at < open) return false;
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    return depth === 0;
  });
}

/** `{a,b}` and `{1..12}`; braces around anything else are letters. */
function translateBraces(tokens: readonly string[]): string | undefined {
  const choices = splitAtCommas(tokens);
  if (choices.length > 1) return `(?:${choices.map(translate).join('|')})`;
  const [, from = '', to = ''] = /^(-?\d{1,9}|.)\.\.(-?\d{1,9}|.)$/su.exec(tokens.join('')) ?? [];
  return from === '' ? undefined : range(from, to);
}

function splitAtCommas(tokens: readonly string[]): string[][] {
  const parts: string[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token === '{') depth += 1;
    if (token === '}') depth -= 1;
    if (token === ',' && depth === 0) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}

const WIDEST_RANGE = 1000;

function range(from: string, to: string): string | undefined {
  const [low = 0, high = 0] = [Number(from), Number(to)].sort((a, b) => a - b);
  if (Number.isNaN(low + high)) return span(from, to);
  if (high - low >= WIDEST_RANGE) return undefined;
  return `(?:${Array.from({ length: high - low + 1 }, (_, at) => low + at).join('|')})`;
}

/** `[from-to]`, whichever of the two comes first in Unicode. */
function span(from: string, to: string): string {
  const [low = '', high = ''] =
    (from.codePointAt(0) ?? 0) <= (to.codePointAt(0) ?? 0) ? [from, to] : [to, from];
  return `[${inClass(low)}-${inClass(high)}]`;
}

const NAMED: Readonly<Record<string, string>> = {
  alnum: '\\p{L}\\p{N}',
  alpha: '\\p{L}',
  digit: '0-9',
  lower: '\\p{Ll}',
  punct: '\\p{P}\\p{S}',
  space: '\\s',
  upper: '\\p{Lu}',
  xdigit: '0-9A-Fa-f',
};

/** An item of a class: a named class, a range, one character (escaped or not). */
const CLASS_ITEM = /\[:(\w+):\]|(\\[\]\\^[-]|.)-(\\[\]\\^[-]|.)|\\([\]\\^[-])|(.)/gsu;

function bracketClass(content: string): string {
  const negated = /^[!^]/.test(content);
  const items = content
    .slice(negated ? 1 : 0)
    .replace(CLASS_ITEM, (whole, name, from, to, escaped, plain) => {
      if (name !== undefined) return NAMED[name] ?? inClass(whole);
      if (from !== undefined) return span(unescaped(from), unescaped(to)).slice(1, -1);
      return inClass(escaped ?? plain);
    });
  return items === '' ? literal(`[${content}]`) : `[${negated ? '^' : ''}${items}]`;
}

function unescaped(token: string): string {
  return token.length === 2 && token.startsWith('\\') ? token.slice(1) : token;
}

function inClass(text: string): string {
  return text.replace(/[\]\\^[-]/g, '\\$&');
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
