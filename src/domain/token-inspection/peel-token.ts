/** Takes the Base64 off a token, however often it was encoded and however it was mangled on the way. */
import type { Problem } from '../problem.ts';
import { decodeBytes } from './decode-bytes.ts';
import { endOfJson, isJson } from './end-of-json.ts';
import { finding } from './finding.ts';

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
  while (layers < MOST_LAYERS && BASE64.test(withoutBlanks(text))) {
    if (layers === 0) findings.push(...spellingFindings(text));
    const decoded = decodeLayer(withoutBlanks(text), layers === 0);
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
  findings.push(finding('quoted', 'the token stands in quotes, which are no Base64'));
  return inner;
}

function withoutBlanks(text: string): string {
  return text.replace(/\s+/g, '');
}

/** Only the outermost layer meets Kubernetes, whose decoder is strict. */
function spellingFindings(encoded: string): Problem[] {
  const lines = encoded.trim().split(/\r\n|\r|\n/).length;
  const findings: Problem[] = [];
  if (lines > 1) findings.push(finding('wrapped', `the Base64 is wrapped over ${lines} lines`));
  else if (/\s/.test(encoded.trim()))
    findings.push(finding('wrapped', 'blanks stand inside the Base64, as after folding a wrapped one'));
  if (/[-_]/.test(encoded))
    findings.push(
      finding('url-safe-base64', 'the Base64 is of the URL-safe kind (- and _), which Kubernetes refuses'),
    );
  return findings;
}

function decodeLayer(
  compact: string,
  isOutermost: boolean,
): { text: string | undefined; findings: Problem[] } {
  const { text, findings: codings } = decodeBytes(Buffer.from(compact, 'base64'), 'what is under the Base64');
  const findings = [...codings];
  if (text === undefined) {
    const message = 'under the Base64 is no text: characters are missing from its beginning, or were changed';
    return { text, findings: [finding('not-text', message)] };
  }
  if (compact.length % 4 === 0) return { text, findings };
  if (!isJson(text) && endOfJson(text) === undefined)
    findings.push(finding('truncated', `the token is cut off: it has ${compact.length} characters`));
  else if (isOutermost)
    findings.push(
      finding('missing-padding', 'the = at the end of the Base64 are missing, and Kubernetes refuses it so'),
    );
  return { text, findings };
}
