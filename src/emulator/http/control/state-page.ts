import type { RaisedEvent } from '../../core/event-log.ts';
import type { EmulatorState } from '../../core/state.ts';
import type { Answer } from '../wire-request.ts';

const EVENTS_SHOWN = 100;

const STYLE = `body{font:14px/1.5 system-ui,sans-serif;margin:2rem;max-width:70rem;color-scheme:light dark}
table{border-collapse:collapse;width:100%;margin-bottom:1.5rem}th,td{text-align:left;padding:.25rem .75rem .25rem 0;
border-bottom:1px solid #8884;vertical-align:top;overflow-wrap:anywhere}th{font-weight:600}h2{margin:1.5rem 0 .25rem}`;

/** What the emulator holds, for a browser: read-only, without scripts, fresh every two seconds. */
export function statePage(state: EmulatorState, events: readonly RaisedEvent[]): Answer {
  const { queues, topics, subscriptions, rules, buckets, pushes } = state;
  const body = [
    table('Queues', ['name', 'active', 'inactive', 'delayed', 'sent', 'deleted'], queues),
    table('Topics', ['name', 'subscriptions', 'published'], topics),
    table('Subscriptions', ['topic', 'name', 'endpoint', 'format', 'strategy', 'filterTag'], subscriptions),
    table('Rules', ['name', 'eventTypes', 'matchRules', 'topic', 'mode'], rules),
    table('Buckets', ['name', 'provider', 'objects', 'bytes'], buckets),
    table('Pushes', ['service', 'source', 'name', 'url', 'state', 'attempts', 'outcome'], pushes),
    table('Newest events', ['at', 'type', 'bucket', 'key', 'rules'], newest(events)),
  ];
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
    },
    body:
      '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2">' +
      `<title>ossnotify emulator</title><style>${STYLE}</style></head>` +
      `<body><h1>ossnotify emulator</h1>${body.join('')}</body></html>\n`,
  };
}

const newest = (events: readonly RaisedEvent[]) =>
  events
    .slice(-EVENTS_SHOWN)
    .reverse()
    .map((event) => ({ ...event, at: new Date(event.atMs).toISOString() }));

function table(title: string, columns: readonly string[], rows: readonly object[]): string {
  const heads = columns.map((column) => `<th>${escapeHtml(column)}</th>`).join('');
  const lines = rows.map((row) => `<tr>${columns.map((column) => cell(row, column)).join('')}</tr>`).join('');
  return `<h2>${escapeHtml(title)} (${rows.length})</h2><table><tr>${heads}</tr>${lines}</table>`;
}

function cell(row: object, column: string): string {
  const value: unknown = Object.entries(row).find(([name]) => name === column)?.[1];
  const text = value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  return `<td>${escapeHtml(text)}</td>`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (found) => ESCAPES[found] ?? found);
