import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import type { Output } from '../../src/system.ts';
import { Screen } from '../../src/tui/screen.ts';

/** A terminal that takes what it is sent, or says that it cannot keep up. */
function openScreen() {
  const state = { written: '', isSlow: false };
  const output = Object.assign(new EventEmitter(), {
    columns: 80,
    rows: 24,
    write(text: string) {
      state.written += text;
      return !state.isSlow;
    },
  });
  const screen = new Screen(output as unknown as Output);
  return { screen, state, drain: () => void output.emit('drain') };
}

/** Each mode with what it is for, and how it is set and given back. */
const MODES = [
  ['the alternate screen', '\u001B[?1049h', '\u001B[?1049l'],
  ['the hidden cursor', '\u001B[?25l', '\u001B[?25h'],
  ['bracketed paste', '\u001B[?2004h', '\u001B[?2004l'],
  ['lines that do not wrap', '\u001B[?7l', '\u001B[?7h'],
] as const;

it.each(MODES)('sets %s, and gives it back', (_, set, givenBack) => {
  const { screen, state } = openScreen();
  screen.enter();
  expect(state.written).toContain(set);
  expect(state.written).not.toContain(givenBack);
  state.written = '';
  screen.leave();
  expect(state.written).toContain(givenBack);
});

it('draws only the lines that changed', () => {
  const { screen, state } = openScreen();
  screen.enter();
  screen.write('first\nsecond');
  state.written = '';
  screen.write('first\nchanged');
  expect(state.written).toContain('changed');
  expect(state.written).not.toContain('first');
});

it('gives a slow terminal nothing until it is ready, and then the newest frame alone', () => {
  const { screen, state, drain } = openScreen();
  screen.enter();
  state.isSlow = true;
  screen.write('frame 1');
  state.written = '';
  for (let number = 2; number < 100; number++) screen.write(`frame ${number}`);
  expect(state.written).toBe('');
  state.isSlow = false;
  drain();
  expect(state.written.match(/frame \d+/g)).toEqual(['frame 99']);
  screen.write('frame 100');
  expect(state.written).toContain('frame 100');
});
