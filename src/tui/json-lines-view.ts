import { toPrintable } from '../domain/printable.ts';
import { cutEnd, widestWidth, wrapCells } from './cells.ts';
import type { Paint, Theme } from './theme.ts';

/** More than any event has; what a sender made endless is cut. */
const MOST_CHARACTERS = 64 * 1024;

/** A value as indented JSON in colours, wrapped to the width, printable. */
export function jsonLines(value: unknown, width: number, theme: Theme): string[] {
  const text = (JSON.stringify(value, null, 2) ?? '').slice(0, MOST_CHARACTERS);
  return text.split('\n').flatMap((line) => wrapLine(toPrintable(line), width, theme));
}

const LINE = /^( *)("(?:[^"\\]|\\.)*": )?(.*)$/su;

function wrapLine(line: string, width: number, theme: Theme): string[] {
  const [, spaces = '', key = '', value = ''] = LINE.exec(line) ?? [];
  const indent = spaces.slice(0, Math.floor(width / 3));
  const shownKey = cutEnd(key, width - indent.length);
  const paint = valuePaint(value, theme);
  const room = width - indent.length - widestWidth(shownKey);
  const head = indent + theme.accent(shownKey);
  if (widestWidth(value) <= room) return [head + paint(value)];
  const further = `${indent}  `.slice(0, width - 1);
  const rest = wrapCells(value, width - further.length).map((part) => further + paint(part));
  return shownKey === '' ? rest : [head.trimEnd(), ...rest];
}

function valuePaint(value: string, theme: Theme): Paint {
  if (value.startsWith('"')) return theme.good;
  return /^[-\d]/.test(value) ? theme.warn : /^[tfn]/.test(value) ? theme.bad : (text) => text;
}
