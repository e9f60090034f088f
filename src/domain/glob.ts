import picomatch from 'picomatch';

/**
 * Globs over object keys. A key is no path: a star crosses slashes and leading dots, as the star of a rule does and as
 * `aws s3 --exclude` has it, and so does a question mark. The star notation of a rule means the same as a glob.
 *
 * picomatch thinks in path segments, so it sees a key as one segment: slashes become a character that it has no opinion
 * on, and a letter in front disarms what it does at the start of a segment (dots, `!`, `./`).
 */
export function compileGlob(glob: string): (text: string) => boolean {
  const isMatch = picomatch(FRONT + translate(glob), {
    dot: true,
    fastpaths: false,
    noextglob: true,
    noglobstar: true,
    strictSlashes: true,
    windows: false,
    expandRange: numberRange,
    // A key may hold line breaks.
    flags: 's',
    format: asOneSegment,
  });
  // What is written out in full matches itself, even with brackets or braces in it.
  return (text) => text === glob || isMatch(FRONT + text);
}

const FRONT = 'k';
/** Noncharacters, which no text contains. */
const SLASH = '\uFDD0';
const BACKSLASH = '\uFDD1';

/** picomatch also collapses backslashes, so those of a key get a stand-in as well. */
function asOneSegment(text: string): string {
  const flat = text.includes('/') ? text.replaceAll('/', SLASH) : text;
  return flat.includes('\\') ? flat.replaceAll('\\', BACKSLASH) : flat;
}

/** One class in brackets · an escape · any one character. */
const TOKEN = /\[[!^]?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\]|\\[*?[\]{}\\]|./gs;
/** Syntax to picomatch, plain letters of a key to us. */
const PLAIN = /^[()|+@!^$"[\]]$/;

/** The glob in picomatch's dialect: stars, question marks, classes and braces stay, everything else is literal. */
function translate(glob: string): string {
  const tokens = glob.match(TOKEN) ?? [];
  const result = tokens.map((token) => {
    if (token.length > 2) return bracketClass(token);
    // A backslash that escapes nothing is itself.
    if (token === '\\' || token === '\\\\') return BACKSLASH;
    if (token === '/') return SLASH;
    return PLAIN.test(token) ? `\\${token}` : token;
  });
  for (const at of unclosedBraces(tokens)) result[at] = '\\{';
  return result.join('');
}

/** picomatch negates with `^` only, and would read `\d` as a regular expression does. */
function bracketClass(token: string): string {
  const negated = /^\[[!^]/.test(token);
  const content = token.slice(negated ? 2 : 1, -1).replace(/\\([\]\\^[-]?)/g, (_, escaped) => {
    return escaped === '' || escaped === '\\' ? BACKSLASH : `\\${escaped}`;
  });
  return `${negated ? '[^' : '['}${content.replaceAll('/', SLASH)}]`;
}

function unclosedBraces(tokens: readonly string[]): number[] {
  const open: number[] = [];
  tokens.forEach((token, at) => {
    if (token === '{') open.push(at);
    if (token === '}') open.pop();
  });
  return open;
}

const WIDEST_RANGE = 1000;

/** `{1..12}` as its numbers; picomatch by itself makes a class of characters of it, which is right for letters. */
function numberRange(from: string, to: string): string {
  const [low = 0, high = 0] = [Number(from), Number(to)].sort((a, b) => a - b);
  const count = high - low + 1;
  if (!Number.isInteger(count) || count > WIDEST_RANGE) return `[${[from, to].sort().join('-')}]`;
  return `(?:${Array.from({ length: count }, (_, at) => low + at).join('|')})`;
}
