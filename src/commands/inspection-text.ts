import { formatTable } from './table.ts';

/** Lists as tables, everything as one table after the other; empty ones are named, not drawn. */
export function inspectionText(value: unknown): string {
  if (Array.isArray(value)) return tableOf(value);
  const sections = Object.entries(Object(value)).map(([name, list]) => {
    const rows = Array.isArray(list) ? list : [];
    return `${name} (${rows.length})\n${tableOf(rows)}`;
  });
  return sections.join('\n');
}

function tableOf(rows: readonly object[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (columns.length === 0) return '';
  return formatTable(
    columns.map(heading),
    rows.map((row) => columns.map((column) => cell(column, Reflect.get(row, column)))),
  );
}

/** `createdAtMs` → `CREATED AT`. */
function heading(column: string): string {
  return column.replace(/Ms$/, '').replace(/[A-Z]/g, ' $&').toUpperCase();
}

const LONGEST_CELL = 60;

/** Times are told in RFC 3339; what is long is cut, since `-o json` has it whole. */
function cell(column: string, value: unknown): string {
  if (value === undefined) return '';
  if (column.endsWith('AtMs') && typeof value === 'number') return new Date(value).toISOString();
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL - 1)}…` : text;
}
