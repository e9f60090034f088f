import type { WireRequest } from '../wire-request.ts';

/** The custom variables of an upload callback, `x:...`, which the event repeats; from a header or the query. */
export function variablesOf({ headers, query }: WireRequest): Record<string, string> | undefined {
  const encoded =
    headers['x-oss-callback-var'] ?? query.get('callback-var') ?? query.get('x-oss-callback-var');
  return encoded === undefined ? undefined : decodeVariables(encoded);
}

export function decodeVariables(encoded: string): Record<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    if (typeof value !== 'object' || value === null) return undefined;
    const entries = Object.entries(value).filter(([name]) => name.startsWith('x:'));
    return entries.length === 0
      ? undefined
      : Object.fromEntries(entries.map(([name, text]) => [name, String(text)]));
  } catch {
    return undefined;
  }
}
