/** Takes the Base64 off a token, however often it was encoded and however it was mangled on the way. */
import type { Problem } from './problem.ts';

export interface PeeledToken {
  /** What is under the Base64; undefined when no text comes out. */
  readonly text: string | undefined;
  /** How often it was encoded. */
  readonly layers: number;
  readonly findings: readonly Problem[];
}

const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;
/** Nobody encodes more often than this by accident. */
const MOST_LAYERS = 4;

export function peelToken(value: string): PeeledToken {
  const findings: Problem[] = [];
  let text = unquoted(value, findings);
  let layers = 0;
  while (layers < MOST_LAYERS && isBase64(text)) {
    const decoded = decodeLayer(text, layers === 0);
    findings.push(...decoded.findings);
    layers += 1;
    if (decoded.text === undefined) return { text: undefined, layers, findings };
    text = decoded.text;
  }
  return { text, layers, findings };
}

/** Quotes that came along from a script or a YAML file. */
function unquoted(value: string, findings: Problem[]): string {
  const [, , inner] = /^\s*(["'])([^"'{}]*)\1\s*$/.exec(value) ?? [];
  if (inner === undefined) return value;
  findings.push({
    code: 'quoted',
    message: 'the token stands in quotes, which are no Base64',
    hint: 'remove the quotes, or print it anew with: ossnotify token',
  });
  return inner;
}

function isBase64(text: string): boolean {
  return BASE64.test(withoutBlanks(text));
}

function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '');
}

function decodeLayer(
  encoded: string,
  isOutermost: boolean,
): { readonly text: string | undefined; readonly findings: Problem[] } {
  const compact = withoutBlanks(encoded);
  const findings = isOutermost ? spellingFindings(encoded, compact) : [];
  const bytes = Buffer.from(compact, 'base64');
  const text = textOf(bytes, findings);
  if (text === undefined) {
    if (!findings.some(({ code }) => code === 'truncated')) findings.push(notText());
    return { text, findings };
  }
  const isComplete = /^[{"]/.test(text.trim()) && isJson(text);
  const isUnpadded = compact.length % 4 !== 0;
  if (isOutermost && isUnpadded && isComplete) findings.push(missingPadding());
  else if (isUnpadded && !isComplete) findings.push(truncated(`it has ${compact.length} characters`));
  return { text, findings };
}

function spellingFindings(encoded: string, compact: string): Problem[] {
  const lines = encoded.trim().split(/\r\n|\r|\n/).length;
  return [
    ...(lines > 1 ? [wrapped(`the Base64 is wrapped over ${lines} lines`)] : []),
    ...(lines === 1 && encoded.trim() !== compact
      ? [wrapped('blanks stand inside the Base64, as after folding a wrapped one')]
      : []),
    ...(/[-_]/.test(compact) ? [urlSafe()] : []),
  ];
}

/** UTF-8 without a byte order mark is what the controller reads; the others are named and read all the same. */
function textOf(bytes: Buffer, findings: Problem[]): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    findings.push(badEncoding('utf-16', 'UTF-16, as PowerShell writes it,'));
    return bytes.subarray(2).toString('utf16le');
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    findings.push(badEncoding('byte-order-mark', 'text with a byte order mark'));
    return bytes.subarray(3).toString('utf8');
  }
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

export function truncated(evidence: string): Problem {
  return {
    code: 'truncated',
    message: `the token is cut off: ${evidence}`,
    hint: 'copy all of it, or print it anew with: ossnotify token',
  };
}

function wrapped(message: string): Problem {
  return {
    code: 'wrapped',
    message,
    hint: 'write it in one line: GNU base64 needs -w0, ossnotify token never wraps',
  };
}

function urlSafe(): Problem {
  return {
    code: 'url-safe-base64',
    message: 'the Base64 is of the URL-safe kind (- and _), which Kubernetes refuses',
    hint: 'use the standard alphabet (+ and /), as ossnotify token does',
  };
}

function missingPadding(): Problem {
  return {
    code: 'missing-padding',
    message: 'the = at the end of the Base64 are missing, and Kubernetes refuses it so',
    hint: 'copy all of it, or print it anew with: ossnotify token',
  };
}

function badEncoding(code: string, what: string): Problem {
  return {
    code,
    message: `under the Base64 is ${what}: the controller reads UTF-8 only`,
    hint: 'encode plain UTF-8, or print the token anew with: ossnotify token',
  };
}

function notText(): Problem {
  return {
    code: 'not-text',
    message: 'under the Base64 is no text: characters are missing from its beginning, or were changed',
    hint: 'copy all of it, or print it anew with: ossnotify token',
  };
}
