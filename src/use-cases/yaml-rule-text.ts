import { type Document, LineCounter, parseAllDocuments } from 'yaml';
import { UsageError } from '../errors.ts';
import type { ParsedText } from './rule-file-text.ts';

/** YAML by its library, which keeps where everything stands. */
export function parseYamlRules(text: string, name: string): ParsedText {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines });
  // An empty list comes with members of a document in place of documents.
  const documents: Document[] = Array.isArray(parsed) ? parsed.filter(holdsSomething) : [];
  const wrong = documents.flatMap(({ errors }) => errors)[0];
  if (wrong) throw badSyntax(name, lines.linePos(wrong.pos[0]).line, wrong.message.split('\n')[0] ?? '');
  return {
    values: documents.map((document) => plain(document, name)),
    lineOf: async ([index, ...path]) => lineAt(documents[Number(index)], path, lines),
  };
}

/** Dashes alone, or comments, are no document. */
function holdsSomething({ contents, errors }: Document): boolean {
  return errors.length > 0 || (contents !== null && Reflect.get(contents, 'value') !== null);
}

function plain(document: Document, name: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 10_000 });
  } catch (error) {
    // Aliases that would unfold without end.
    throw badSyntax(name, 1, error instanceof Error ? error.message : String(error));
  }
}

function lineAt(
  document: Document | undefined,
  path: readonly (string | number)[],
  lines: LineCounter,
): number | undefined {
  for (let length = path.length; document && length >= 0; length--) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const start = rangeStart(node);
    if (start !== undefined) return lines.linePos(start).line;
  }
  return undefined;
}

function rangeStart(node: unknown): number | undefined {
  const range: unknown = typeof node === 'object' && node !== null ? Reflect.get(node, 'range') : undefined;
  return Array.isArray(range) ? Number(range[0]) : undefined;
}

function badSyntax(name: string, line: number, message: string): UsageError {
  const cause = message.replace(/ at line \d+, column \d+:?$/, '');
  return new UsageError(
    'bad-syntax',
    `${name}:${line}: ${cause}`,
    'a rule file is YAML or JSON: ossnotify rule export shows one',
  );
}
