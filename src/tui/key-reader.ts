/** What a keyboard says: a key by our name of it, or text from the clipboard. */
export type KeyInput =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'paste'; readonly text: string };

/** Turns what a terminal sends into keys. It may come in pieces, or several keys at once. */
export interface KeyReader {
  read(chunk: string): KeyInput[];
  /** What is begun and not ended: an `escape` is a key when nothing follows, a paste goes on for long. */
  readonly pending: 'nothing' | 'sequence' | 'paste';
  /** Nothing more has come for a while. */
  flush(): KeyInput[];
}

const PASTE_BEGIN = '\u001B[200~';
const PASTE_END = '\u001B[201~';
/** What is pasted beyond this is not kept; its end is still looked for. */
const MOST_PASTED = 8192;

export function createKeyReader(): KeyReader {
  let rest = '';
  return {
    get pending() {
      if (rest === '') return 'nothing';
      return rest.startsWith(PASTE_BEGIN) ? 'paste' : 'sequence';
    },
    read(chunk) {
      rest += chunk;
      const inputs: KeyInput[] = [];
      for (let step = nextStep(rest); step; step = nextStep(rest)) {
        rest = rest.slice(step.length);
        inputs.push(...step.inputs);
      }
      if (rest.length > MOST_PASTED) rest = rest.slice(0, MOST_PASTED / 2) + rest.slice(-PASTE_END.length);
      return inputs;
    },
    flush() {
      const left = rest;
      rest = '';
      if (left === '\u001B') return keys('escape');
      return left.startsWith(PASTE_BEGIN) ? pasted(left.slice(PASTE_BEGIN.length)) : [];
    },
  };
}

interface Step {
  /** How much of the text it takes. */
  readonly length: number;
  readonly inputs: readonly KeyInput[];
}

/** The first thing in the text; undefined when there is none, or more has to come to know it. */
function nextStep(text: string): Step | undefined {
  if (text === '') return undefined;
  if (text.startsWith(PASTE_BEGIN)) return pasteStep(text);
  if (text.startsWith('\u001B')) return escapeStep(text);
  const character = String.fromCodePoint(text.codePointAt(0) ?? 0);
  return { length: character.length, inputs: keys(characterName(character)) };
}

function pasteStep(text: string): Step | undefined {
  const end = text.indexOf(PASTE_END);
  if (end < 0) return undefined;
  return { length: end + PASTE_END.length, inputs: pasted(text.slice(PASTE_BEGIN.length, end)) };
}

// biome-ignore-start lint/suspicious/noControlCharactersInRegex: escape sequences are what is read
/** Control sequences (of the Linux console, too), single shifts, and strings such as a terminal's answers. */
const SEQUENCE =
  /^\u001B(?:\[\[[@-~]|\[[0-?]*[ -/]*[@-~]|O[ -~]|[\]PX^_][^\u0000-\u001F]*(?:\u0007|\u001B\\))/;
const UNFINISHED = /^\u001B(?:\[\[?|\[[0-?]*[ -/]*|O|[\]PX^_][^\u0000-\u001F]*\u001B?)?$/;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: see above

function escapeStep(text: string): Step | undefined {
  const [sequence] = UNFINISHED.test(text) ? [] : (SEQUENCE.exec(text) ?? []);
  if (sequence !== undefined) return { length: sequence.length, inputs: keys(SEQUENCES[sequence.slice(1)]) };
  if (UNFINISHED.test(text)) return undefined;
  // Escape twice is the key and what follows; an interruption is never lost.
  if (text[1] === '\u001B' || text[1] === '\u0003') return { length: 1, inputs: keys('escape') };
  // Anything else after it is a key with Alt, which means nothing here.
  return { length: 1 + String.fromCodePoint(text.codePointAt(1) ?? 0).length, inputs: [] };
}

/** As xterm, the Linux console, rxvt and tmux send them, after the escape; with Shift and the like they are others. */
const SEQUENCES: Readonly<Record<string, string>> = {
  '[A': 'up',
  '[B': 'down',
  OA: 'up',
  OB: 'down',
  '[5~': 'page-up',
  '[6~': 'page-down',
  '[H': 'home',
  '[1~': 'home',
  '[7~': 'home',
  OH: 'home',
  '[F': 'end',
  '[4~': 'end',
  '[8~': 'end',
  OF: 'end',
  OM: 'enter',
};

const CHARACTERS: Readonly<Record<string, string>> = {
  ' ': 'space',
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\u007F': 'backspace',
};

/** A control character is a key with ctrl; those without a letter are none. */
function characterName(character: string): string | undefined {
  const known = CHARACTERS[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) ?? 0;
  if (code >= 1 && code <= 26) return `ctrl-${String.fromCodePoint(code + 96)}`;
  return /^\p{Cc}$/u.test(character) ? undefined : character;
}

function keys(name: string | undefined): KeyInput[] {
  return name === undefined ? [] : [{ kind: 'key', name }];
}

function pasted(text: string): KeyInput[] {
  return text === '' ? [] : [{ kind: 'paste', text }];
}
