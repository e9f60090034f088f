import { toPrintable } from '../domain/printable.ts';
import { cutEnd, widestWidth, wrapCells } from './cells.ts';
import type { DetailsContext } from './details-lines.ts';
import { highlighted } from './highlight.ts';
import { type Paint, type Theme, unpainted } from './theme.ts';

/** More than any event has; what a sender made endless is cut. */
const MOST_CHARACTERS = 64 * 1024;

/** A value as indented JSON in colours, wrapped to the width, printable. */
export function jsonLines(value: unknown, { width, theme, search }: DetailsContext): string[] {
  const text = (JSON.stringify(value, null, 2) ?? '').slice(0, MOST_CHARACTERS);
  const marked =
    (paint: Paint): Paint =>
    (part) =>
      highlighted(part, search, paint, theme.match);
  const look: Look = { key: marked(theme.accent), value: (part) => marked(valuePaint(part, theme)) };
  return text.split('\n').flatMap((line) => wrapLine(toPrintable(line), width, look));
}

/** How the name and the value of a line are painted. */
interface Look {
  readonly key: Paint;
  readonly value: (text: string) => Paint;
}

const LINE = /^( *)("(?:[^"\\]|\\.)*": )?(.*)$/su;

function wrapLine(line: string, width: number, look: Look): string[] {
  const [, spaces = '', key = '', value = ''] = LINE.exec(line) ?? [];
  const indent = spaces.slice(0, Math.floor(width / 3));
  const shownKey = cutEnd(key, width - indent.length);
  const paint = look.value(value);
  const room = width - indent.length - widestWidth(shownKey);
  const head = indent + look.key(shownKey);
  if (widestWidth(value) <= room) return [head + paint(value)];
  const further = `${indent}  `.slice(0, width - 1);
  const rest = wrapCells(value, width - further.length).map((part) => further + paint(part));
  return shownKey === '' ? rest : [head.trimEnd(), ...rest];
}

function valuePaint(value: string, theme: Theme): Paint {
  if (value.startsWith('"')) return theme.good;
  return /^[-\d]/.test(value) ? theme.warn : /^[tfn]/.test(value) ? theme.bad : unpainted;
}
