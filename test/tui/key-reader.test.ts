import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeyReader } from '../../src/tui/key-reader.ts';

/** The names of the keys, and pasted text in quotes. */
function read(...chunks: readonly string[]): string[] {
  const reader = createKeyReader();
  return [...chunks.flatMap((chunk) => reader.read(chunk)), ...reader.flush()].map((input) =>
    input.kind === 'key' ? input.name : JSON.stringify(input.text),
  );
}

describe('keys as terminals send them', () => {
  it.each<[what: string, chunks: string[], keys: string[]]>([
    ['several letters at once', ['jjj'], ['j', 'j', 'j']],
    [
      'a space, enter, tab, both backspaces',
      [' \r\n\t\b\u007F'],
      ['space', 'enter', 'enter', 'tab', 'backspace', 'backspace'],
    ],
    ['ctrl with a letter', ['\u0003\u0006\u001A'], ['ctrl-c', 'ctrl-f', 'ctrl-z']],
    ['characters beyond ASCII', ['电é👍'], ['电', 'é', '👍']],
    ['arrows, in both modes', ['\u001B[A\u001B[B\u001BOA\u001BOB'], ['up', 'down', 'up', 'down']],
    [
      'pages and ends',
      ['\u001B[5~\u001B[6~\u001B[H\u001B[F\u001B[1~\u001BOF'],
      ['page-up', 'page-down', 'home', 'end', 'home', 'end'],
    ],
    ['enter of the number pad', ['\u001BOM'], ['enter']],
    ['escape alone', ['\u001B'], ['escape']],
    ['escape twice in one', ['\u001B\u001B'], ['escape', 'escape']],
    ['escape three times', ['\u001B\u001B', '\u001B'], ['escape', 'escape', 'escape']],
    ['escape and an arrow in one', ['\u001B\u001B[A'], ['escape', 'up']],
    ['escape and an interruption in one', ['\u001B\u0003'], ['escape', 'ctrl-c']],
    ['a sequence in pieces', ['\u001B', '[', '5', '~j'], ['page-up', 'j']],
    ['text before and after a sequence', ['j\u001B[Ak'], ['j', 'up', 'k']],
  ])('%s', (_, chunks, keys) => {
    expect(read(...chunks)).toEqual(keys);
  });

  it.each([
    ['Alt with a letter', '\u001Bq'],
    ['Alt with enter', '\u001B\r'],
    ['Alt with [ and with O', '\u001B['],
    ['Alt with O', '\u001BO'],
    ['Alt with a character beyond ASCII', '\u001B👍'],
    ['an arrow with ctrl', '\u001B[1;5A'],
    ['left and right', '\u001B[D\u001B[C'],
    ['delete and insert', '\u001B[3~\u001B[2~'],
    ['function keys', '\u001BOP\u001B[15~\u001B[[A\u001B[24;2~'],
    ['shift and tab', '\u001B[Z'],
    ['the focus coming and going', '\u001B[I\u001B[O'],
    ["kitty's keys", '\u001B[113u\u001B[113;1:3u'],
    ['the mouse', '\u001B[<0;12;5M\u001B[<0;12;5m'],
    [
      'answers to questions about the cursor, the terminal and its colours',
      '\u001B[12;40R\u001B[?62;c\u001B]11;rgb:ff/ff/ff\u0007\u001B]10;q\u001B\\\u001BP>|q\u001B\\',
    ],
    ['a sequence that never ends', '\u001B[12;'],
    ['control characters without a key', '\u0000\u001C\u001F\u0085\u009B'],
  ])('%s are no key', (_, text) => {
    expect(read(text)).toEqual([]);
  });
});

describe('pasted text', () => {
  it.each<[what: string, chunks: string[], keys: string[]]>([
    ['is one input, not keys', ['\u001B[200~quit\r\u001B[201~'], ['"quit\\r"']],
    [
      'holds keys and sequences',
      ['\u001B[200~\u0003\u001B[A\u001B[201~q'],
      [JSON.stringify('\u0003\u001B[A'), 'q'],
    ],
    ['comes in pieces', ['\u001B[20', '0~mov', 'ie\u001B[2', '01~j'], ['"movie"', 'j']],
    ['of nothing is nothing', ['\u001B[200~\u001B[201~'], []],
    ['without an end ends by itself', ['\u001B[200~movie'], ['"movie"']],
  ])('%s', (_, chunks, keys) => {
    expect(read(...chunks)).toEqual(keys);
  });

  it('is not kept without end', () => {
    const pieces = Array.from({ length: 1000 }, () => 'x'.repeat(1000));
    const [text = '', key] = read('\u001B[200~', ...pieces, '\u001B[201~q');
    expect([text.length < 10_000, key]).toEqual([true, 'q']);
  });
});

it('reads the same however it is cut into pieces', () => {
  const parts = [
    'j',
    'q',
    '电',
    '\u001B[A',
    '\u001B[5~',
    '\u001BOH',
    '\u001B[1;5A',
    '\u001B[200~a b\u001B[201~',
  ];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...parts)),
      fc.infiniteStream(fc.integer({ min: 1, max: 5 })),
      (typed, sizes) => {
        const text = typed.join('');
        const pieces: string[] = [];
        for (let at = 0; at < text.length; ) {
          const size = sizes.next().value;
          pieces.push(text.slice(at, at + size));
          at += size;
        }
        expect(read(...pieces)).toEqual(read(text));
      },
    ),
  );
});
