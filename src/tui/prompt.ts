import type { Model } from './model.ts';

/** A line of text being typed at the foot of the screen. */
export interface Prompt {
  readonly kind: 'search' | 'glob' | 'save';
  readonly text: string;
  /** Of a save: which records. */
  readonly scope: 'all' | 'selected';
  /** What `esc` goes back to. */
  readonly before: string;
}

export function promptOf(kind: Prompt['kind'], { query, filter }: Model, nowMs: number): Prompt {
  if (kind === 'search') return { kind, text: '', scope: 'all', before: query };
  if (kind === 'glob') return { kind, text: filter.glob, scope: 'all', before: filter.glob };
  return { kind, text: saveName(nowMs), scope: 'all', before: '' };
}

/** No key is longer; a search through endless text would be endless, too. */
const MOST_PASTED = 1024;

/** Pasted text as one line: what ends it does not enter it, and what else cannot be typed is a blank. */
export function pastedLine(text: string): string {
  const line = text.replace(/[\r\n]+$/, '').replace(/\p{Cc}+/gu, ' ');
  return [...line].slice(0, MOST_PASTED).join('');
}

/** The text after a key, or undefined when the key does not edit. */
export function editedText(text: string, key: string): string | undefined {
  if (key === 'backspace') return [...text].slice(0, -1).join('');
  if (key === 'ctrl-u') return '';
  if (key === 'ctrl-w') return text.replace(/\S+\s*$|\s+$/, '');
  if (key === 'space') return `${text} `;
  return key.length === 1 || [...key].length === 1 ? text + key : undefined;
}

/** A name that no earlier save used, and that every file system takes. */
export function saveName(nowMs: number): string {
  return `ossnotify-${new Date(nowMs).toISOString().slice(0, 19).replace(/:/g, '-')}Z.ndjson`;
}
