import { toPrintable } from '../domain/printable.ts';
import type { TailRecord } from '../domain/record.ts';
import { compileTemplate } from '../domain/template.ts';
import { UsageError } from '../errors.ts';
import type { Output } from '../system.ts';
import { createLineWriter } from './line-writer.ts';
import type { Writer } from './sink.ts';

/**
 * `-o template=...`: one line an event; what cannot be decoded is told in words, since its fields are not there.
 * @throws {UsageError} when the template names a field that no event has.
 */
export function templateSink(output: Output, template: string): Writer {
  const compiled = compileTemplate(template);
  if (!compiled.ok) throw unknownField(compiled.unknown, compiled.known);
  const { render } = compiled;
  const writer = createLineWriter(output);
  // A pipe gets keys as they are; a terminal must not be steered by them.
  const shown = output.isTTY ? toPrintable : (text: string) => text;
  return {
    write: (record) => writer.line(shown(record.kind === 'event' ? render(record) : inWords(record))),
    close: () => {},
  };
}

/** @throws {UsageError} when the template names a field that no event has. */
export function requireKnownFields(template: string): void {
  const compiled = compileTemplate(template);
  if (!compiled.ok) throw unknownField(compiled.unknown, compiled.known);
}

function inWords(record: Extract<TailRecord, { kind: 'undecodable' }>): string {
  return `undecodable: ${record.reason}: ${toPrintable(record.message.body)}`;
}

function unknownField(name: string, known: readonly string[]): UsageError {
  return new UsageError(
    'unknown-field',
    `a template has no field ${JSON.stringify(name)}`,
    `fields: ${known.join(', ')}; a literal brace is written twice`,
  );
}
