import { elementOf } from './event.ts';
import type { EventRecord } from './record.ts';

/** Where members stand in the vendor's sample of the log. */
const BASE_INDENT = 12;

/**
 * The layout of `event-display`, the page that the vendor's Knative guide shows under "Check results": a line with the
 * time of receipt, and the message indented, with small objects on one line and brackets closed where the last member ends.
 */
export function eventDisplay({ event, message }: EventRecord): string {
  const time = new Date(message.receivedAtMs)
    .toISOString()
    .slice(0, 19)
    .replaceAll('-', '/')
    .replace('T', ' ');
  const members = layout(elementOf(event), BASE_INDENT).slice(1).trimStart();
  return `${time} receive cloudevents.Event:\n{"events": [{\n${' '.repeat(BASE_INDENT)}${members}]}`;
}

function layout(value: unknown, indent: number): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const entries = Object.entries(value);
  const isSmall = entries.length < 2 && entries.every(([, content]) => typeof content !== 'object');
  const pad = isSmall ? '' : `\n${' '.repeat(indent)}`;
  const members = entries.map(
    ([name, content]) => `${pad}${JSON.stringify(name)}: ${layout(content, indent + 4)}`,
  );
  return `{${members.join(',')}}`;
}
