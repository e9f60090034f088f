import { toPrintable, toPrintableJson, toPrintableLines } from '../domain/printable.ts';
import type { Failure } from '../errors.ts';

/** A failure as `-o json` prints it; the contract fixes the four members. */
export function failureJson({ code, message, requestId }: Failure, hint: string | undefined): string {
  return toPrintableJson(
    JSON.stringify({ error: { code, message, ...(hint && { hint }), ...(requestId && { requestId }) } }),
  );
}

/** The same as YAML, which takes a text of JSON as it is. */
export function failureYaml({ code, message, requestId }: Failure, hint: string | undefined): string {
  const members = { code, message, ...(hint && { hint }), ...(requestId && { requestId }) };
  const lines = Object.entries(members).map(([name, text]) => `  ${name}: ${JSON.stringify(text)}`);
  return toPrintableJson(['error:', ...lines].join('\n'));
}

/** One line for the cause, one for the remedy. */
export function failureLines(
  failure: Failure,
  hint: string | undefined = failure.hint,
): { cause: string; remedy?: string } {
  const requestId = failure.requestId ? ` (request id ${failure.requestId})` : '';
  const cause = toPrintable(`${failure.message.replace(/\s*\n\s*/g, ' ')}${requestId}`);
  return hint ? { cause, remedy: toPrintableLines(hint) } : { cause };
}
