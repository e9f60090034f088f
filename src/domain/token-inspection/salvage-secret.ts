import type { TokenEntry } from './find-secret.ts';

const BASE64_LINE = /^\s*[A-Za-z0-9+/_-]+={0,2}\s*$/;

/** The token of a manifest that is no valid YAML any more, as the line of its key and the Base64 below that show it. */
export function salvageSecret(text: string, key: string): TokenEntry | undefined {
  const lines = text.split(/\r\n|\r|\n/);
  const start = lines.findIndex((line) => keyOf(line) === key);
  if (start === -1) return undefined;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => !BASE64_LINE.test(line));
  const first = lines[start]?.replace(/^[^:]*:\s*[|>]?[-+]?/, '') ?? '';
  const value = [first, ...rest.slice(0, end === -1 ? rest.length : end)].join('\n');
  const isInStringData = lines.slice(0, start).some((line) => keyOf(line) === 'stringData');
  return { value, layers: isInStringData ? 0 : 1 };
}

function keyOf(line: string): string | undefined {
  return /^\s*["']?([-._A-Za-z0-9]+)["']?\s*:/.exec(line)?.[1];
}
