import { isUtf8 } from 'node:buffer';

/**
 * Header values hold UTF-8, verbatim; Node reads and writes each of their bytes as one character. Values of ASCII alone,
 * which nearly all are, are left as they are.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is meant, control characters included.
const NOT_ASCII = /[^\x00-\x7f]/;

type Headers = Readonly<Record<string, string>>;

/** As text; what is no UTF-8 stays a character a byte. */
export function headersAsText(headers: Headers): Headers {
  return changed(headers, (value) => {
    const bytes = Buffer.from(value, 'latin1');
    return isUtf8(bytes) ? bytes.toString('utf8') : value;
  });
}

/** As Node wants them to write their UTF-8. */
export const headersForNode = (headers: Headers): Headers =>
  changed(headers, (value) => Buffer.from(value, 'utf8').toString('latin1'));

function changed(headers: Headers, change: (value: string) => string): Headers {
  let found: Record<string, string> | undefined;
  for (const name in headers) {
    const value = headers[name];
    if (typeof value !== 'string' || !NOT_ASCII.test(value)) continue;
    found ??= { ...headers };
    found[name] = change(value);
  }
  return found ?? headers;
}
