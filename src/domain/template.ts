import type { TailRecord } from './record.ts';
import { EVENT_FIELDS, recordJson, UNDECODABLE_FIELDS } from './record-json.ts';

export type Template =
  | { readonly ok: true; readonly render: (record: TailRecord) => string }
  /** A field that no record has. */
  | { readonly ok: false; readonly unknown: string; readonly known: readonly string[] };

const FIELDS = new Set<string>([...EVENT_FIELDS, ...UNDECODABLE_FIELDS]);
const PART = /\{\{|\}\}|\{([^{}]*)\}/g;

/** `{time} {bucket}/{key}` with any field of the ndjson object; `{{` and `}}` are literal braces. */
export function compileTemplate(template: string): Template {
  const used = [...template.matchAll(PART)].flatMap(([, name]) => (name === undefined ? [] : [name.trim()]));
  const unknown = used.find((name) => !FIELDS.has(name));
  if (unknown !== undefined) return { ok: false, unknown, known: [...FIELDS] };
  return { ok: true, render: (record) => fill(template, record) };
}

function fill(template: string, record: TailRecord): string {
  const fields = recordJson(record);
  return template.replace(PART, (part, name?: string) =>
    name === undefined ? part.slice(1) : textOf(fields[name.trim()]),
  );
}

/** A missing field is empty; what is no scalar comes as JSON. */
function textOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
