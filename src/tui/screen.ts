import { EventEmitter } from 'node:events';
import type { Output } from '../system.ts';
import { drawJumps } from './column-jump.ts';

/**
 * Alternate screen, no cursor, pasted text told from keys, and no wrapping: a line that the terminal takes for longer
 * than we do must not spill.
 */
const ENTER = '\u001B[?1049h\u001B[?25l\u001B[?2004h\u001B[?7l\u001B[2J';
const LEAVE = '\u001B[0m\u001B[?7h\u001B[?2004l\u001B[?25h\u001B[?1049l';
/** Terminals that know it show all that stands between at once. */
const [BEGIN, END] = ['\u001B[?2026h', '\u001B[?2026l'];

/**
 * What is drawn was made printable where it came from; should that ever be forgotten, nothing but styles gets through.
 */
function withoutControls(line: string): string {
  return line.replace(CONTROLS, '\uFFFD');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
const CONTROLS = /[\u0000-\u001A\u001C-\u001F\u007F-\u009F]|\u001B(?!\[[\d;]*m)/g;

/** The terminal as Ink sees it: every write is a whole frame, of which only the lines that changed are drawn. */
export class Screen extends EventEmitter {
  readonly isTTY = true;
  readonly #output: Output;
  #drawn: readonly string[] = [];
  #latest = '';
  #isOpen = false;
  #isBlocked = false;

  constructor(output: Output) {
    super();
    this.#output = output;
  }

  get columns(): number {
    return this.#output.columns || 80;
  }

  get rows(): number {
    return this.#output.rows || 24;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  enter(): void {
    this.#isOpen = true;
    this.#drawn = [];
    this.#output.write(ENTER);
    this.#draw();
  }

  /** Safe to call again, and when the terminal is gone. */
  leave(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#output.write(LEAVE);
  }

  /** Draws everything, whatever was on the screen. */
  redraw(): void {
    this.#drawn = [];
    if (this.#isOpen) this.#output.write('\u001B[2J');
    this.#draw();
  }

  /** For Ink. Its cursor movements are not for a screen that is drawn line by line. */
  write(frame: string): boolean {
    if (frame === '' || frame.startsWith('\u001B[?25')) return true;
    this.#latest = frame;
    this.#draw();
    return true;
  }

  /** A sequence that draws nothing, such as OSC 52. */
  send(sequence: string): void {
    this.#output.write(sequence);
  }

  #draw(): void {
    if (!this.#isOpen || this.#isBlocked) return;
    const lines = this.#latest.split('\n').slice(0, this.rows);
    const changes = Array.from({ length: Math.max(lines.length, this.#drawn.length) }, (_, row) =>
      lines[row] === this.#drawn[row]
        ? ''
        : `\u001B[${row + 1};1H\u001B[2K${drawJumps(withoutControls(lines[row] ?? ''))}`,
    ).join('');
    this.#drawn = lines;
    if (changes !== '' && !this.#output.write(BEGIN + changes + END)) this.#waitForReader();
  }

  /** A slow terminal gets the newest frame when it is ready, and none of those between. */
  #waitForReader(): void {
    this.#isBlocked = true;
    this.#output.once('drain', () => {
      this.#isBlocked = false;
      this.#draw();
    });
  }
}
