import { describe, expect, it } from 'vitest';
import { type ColorChoice, colorLevel, painter } from '../src/terminal.ts';

describe('colorLevel', () => {
  it.each([
    ['auto', {}, true, 1],
    ['auto', {}, false, 0],
    ['auto', { TERM: 'xterm-256color' }, true, 2],
    ['auto', { COLORTERM: 'truecolor' }, true, 3],
    ['auto', { NO_COLOR: '1' }, true, 0],
    ['auto', { NO_COLOR: '' }, true, 1],
    ['auto', { TERM: 'dumb' }, true, 0],
    ['auto', { FORCE_COLOR: '1' }, false, 1],
    ['auto', { FORCE_COLOR: '3' }, false, 3],
    ['auto', { FORCE_COLOR: '0' }, true, 0],
    ['never', { FORCE_COLOR: '1' }, true, 0],
    ['always', { NO_COLOR: '1' }, false, 1],
  ] as [ColorChoice, Record<string, string>, boolean, number][])(
    '%s %j on a terminal: %s → %i',
    (choice, env, isTerminal, level) => {
      expect(colorLevel(choice, env, isTerminal)).toBe(level);
    },
  );
});

describe('painter', () => {
  it('paints, or does not', () => {
    expect(painter(1).red('x')).toBe('\u001b[31mx\u001b[39m');
    expect(painter(0).red('x')).toBe('x');
  });
});
