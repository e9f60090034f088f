import type { Failure } from '../errors.ts';

/** A failure as `-o json` prints it; the contract fixes the four members. */
export function failureJson(failure: Failure): string {
  const { code, message, hint, requestId } = failure;
  return JSON.stringify({
    error: { code, message, ...(hint && { hint }), ...(requestId && { requestId }) },
  });
}

/** The same as YAML, which takes a text of JSON as it is. */
export function failureYaml(failure: Failure): string {
  const { code, message, hint, requestId } = failure;
  const members = { code, message, ...(hint && { hint }), ...(requestId && { requestId }) };
  const lines = Object.entries(members).map(([name, text]) => `  ${name}: ${JSON.stringify(text)}`);
  return ['error:', ...lines].join('\n');
}

/** One line for the cause, one for the remedy. */
export function failureLines(failure: Failure): { cause: string; remedy?: string } {
  const requestId = failure.requestId ? ` (request id ${failure.requestId})` : '';
  const cause = `${failure.message.replace(/\s*\n\s*/g, ' ')}${requestId}`;
  return failure.hint ? { cause, remedy: failure.hint } : { cause };
}
