/** What a search finds is seen where it was found. */
import { describe, expect, it } from 'vitest';
import { fitMatch, highlighted } from '../../src/tui/highlight.ts';
import { eventOf, NOW_MS, type Screen, screenOf, undecodableOf } from './support.ts';

/** The marked texts of all that is drawn, but for the field that is typed into. */
function marked(screen: Screen): string[] {
  const { list, pane = [] } = screen.frame();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: at colour level 0 a match is underlined
  return [...list, ...pane].flatMap((line) => line.match(/(?<=\u001B\[4m).*?(?=\u001B\[24m)/g) ?? []);
}

function searched(screen: Screen, query: string): string[] {
  screen.press('/', ...query, 'enter');
  return marked(screen);
}

describe('matches are marked', () => {
  it('in the middle of a key that is too long', () => {
    const screen = screenOf();
    screen.add(eventOf({ key: `${'a'.repeat(100)}needle${'b'.repeat(100)}` }));
    expect(searched(screen, 'needle')).toEqual(['needle']);
  });

  it('in marks and in news of the link', () => {
    const screen = screenOf();
    screen.press('m');
    screen.model.notice({ kind: 'notice', link: 'lost', atMs: NOW_MS, text: 'the mark was ECONNREFUSED' });
    expect(searched(screen, 'mark')).toEqual(['mark', 'mark']);
  });

  it.each([
    [200, 50],
    [80, 40],
  ])('in the details at %ix%i', (columns, rows) => {
    const screen = screenOf({ columns, rows });
    screen.add(eventOf({ key: 'x', requestId: 'REQ-77' }));
    screen.press('d');
    expect(searched(screen, 'req-77')).toEqual(['REQ-77']);
    expect(searched(screen, 'cn-hangzhou')).toEqual(['cn-hangzhou']);
    expect(searched(screen, 'eventName').length).toBe(1);
  });

  it('in a body that cannot be decoded', () => {
    const screen = screenOf();
    screen.add(undecodableOf('half a {"message'));
    screen.press('d');
    expect(searched(screen, 'half')).toEqual(['half', 'half']);
  });
});

it('finds what is shown as a mark by how it is shown', () => {
  const screen = screenOf();
  screen.add(eventOf({ key: 'a\u3164b' }));
  expect(searched(screen, 'U+3164')).toEqual(['U+3164']);
  expect(searched(screen, '3164>b')).toEqual(['3164>b']);
});

describe('fitMatch', () => {
  it.each([
    ['short', /or/, 'short   '],
    ['0123456789', /x/, '012…6789'],
    ['01234needle56789', /needle/, '…needle…'],
    ['01234needlework56789', /needlework/, '…needle…'],
  ])('%s by %s', (text, search, fitted) => {
    expect(fitMatch(text, 8, search)).toHaveLength(8);
    expect(fitMatch(text, 8, search)).toBe(fitted);
  });
});

it('marks each match, and an empty one not at all', () => {
  const [paint, match] = [(text: string) => `(${text})`, (text: string) => `<${text}>`];
  expect(highlighted('abcab', /ab/, paint, match)).toBe('<ab>(c)<ab>');
  expect(highlighted('abc', /x*/, paint, match)).toBe('(abc)');
  expect(highlighted('abc', undefined, paint, match)).toBe('(abc)');
});

it('an age of now is not ago', () => {
  const screen = screenOf({ rows: 40 });
  screen.add(eventOf());
  screen.press('t', 'd');
  const text = screen.text().join('\n');
  expect(text).toMatch(/received {7}now$/m);
  expect(text).not.toContain('now ago');
});
