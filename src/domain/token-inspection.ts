/** What `token inspect` finds: any input that might hold a token, read as leniently as it takes to name its faults. */
import type { Problem } from './problem.ts';
import { type FoundSecret, findSecret, type SecretPlace, type TokenEntry } from './secret-inspection.ts';
import { judgeContent, type ShownContent } from './token-content.ts';
import { peelToken } from './token-layers.ts';

export interface TokenInspection {
  readonly form: 'token' | 'secret' | 'unknown';
  /** Where in a manifest the token stands. */
  readonly secret?: SecretPlace;
  readonly content?: ShownContent;
  readonly findings: readonly Problem[];
  /** What is unusual and harmless. */
  readonly notes: readonly string[];
}

/** Reads the documents of a YAML (or JSON) text; the line of its first fault instead, where it has one. */
export type ParseYaml = (
  text: string,
) => { readonly documents: readonly unknown[] } | { readonly badLine: number };

export interface InspectionOptions {
  /** The entry of the Secret that should hold the token. */
  readonly key: string;
  readonly anyUrl?: boolean;
  readonly parseYaml: ParseYaml;
}

export function inspectToken(input: Uint8Array, options: InspectionOptions): TokenInspection {
  const { text, findings } = decodeFile(Buffer.from(input));
  const inspection = inspectText(text, options);
  return { ...inspection, findings: withoutRepeats([...findings, ...inspection.findings]) };
}

function inspectText(text: string, options: InspectionOptions): TokenInspection {
  if (text.trim() === '') return { form: 'unknown', findings: [nothing()], notes: [] };
  if (isBareToken(text)) return judgeEntry({ value: text, layers: 1, findings: [] }, 'token', options);
  const parsed = options.parseYaml(text);
  const found =
    'badLine' in parsed
      ? salvage(text, parsed.badLine, options.key)
      : findSecret(parsed.documents, options.key);
  const { entry, place, findings } = found;
  if (entry === undefined)
    return { form: place ? 'secret' : 'unknown', ...(place && { secret: place }), findings, notes: [] };
  const judged = judgeEntry(entry, 'secret', options);
  return { ...judged, ...(place && { secret: place }), findings: [...findings, ...judged.findings] };
}

/** Base64 alone, or the bare JSON: neither has the shape of a manifest. */
function isBareToken(text: string): boolean {
  return (
    /^[\sA-Za-z0-9+/=_"'-]+$/.test(text) ||
    (/^\s*["{]/.test(text) && !/"(kind|data|stringData)"\s*:/.test(text))
  );
}

/** One token with the layers of Base64 that belong there: one in `data` and alone, none in `stringData`. */
function judgeEntry(
  entry: TokenEntry,
  form: 'token' | 'secret',
  { anyUrl = false }: InspectionOptions,
): TokenInspection {
  const peeled = peelToken(entry.value);
  const judged =
    peeled.text === undefined ? { findings: [], notes: [] } : judgeContent(peeled.text, { anyUrl });
  const findings = [
    ...entry.findings,
    ...peeled.findings,
    ...layerFindings(peeled.layers, entry.layers),
    ...judged.findings,
  ];
  return { form, ...('content' in judged && { content: judged.content }), findings, notes: judged.notes };
}

function layerFindings(layers: number, expected: number): Problem[] {
  if (layers === expected) return [];
  if (layers < expected) return [notEncoded()];
  return [expected === 0 ? encodedStringData() : encodedTwice(layers)];
}

interface DecodedFile {
  readonly text: string;
  readonly findings: readonly Problem[];
}

function decodeFile(bytes: Buffer): DecodedFile {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return {
      text: bytes.subarray(2).toString('utf16le'),
      findings: [badFile('utf-16', 'UTF-16, as PowerShell writes it')],
    };
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return {
      text: bytes.subarray(3).toString('utf8'),
      findings: [badFile('byte-order-mark', 'UTF-8 with a byte order mark')],
    };
  }
  return { text: bytes.toString('utf8'), findings: [] };
}

/** A manifest that lost its indentation still shows its token, so that the rest can be judged. */
function salvage(text: string, badLine: number, key: string): FoundSecret {
  const lines = text.split(/\r\n|\r|\n/);
  const start = lines.findIndex((line) => keyOf(line) === key);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => !/^\s*[A-Za-z0-9+/_-]+={0,2}\s*$/.test(line));
  const first = lines[start]?.replace(/^[^:]*:\s*[|>]?[-+]?/, '') ?? '';
  const value = [first, ...rest.slice(0, end === -1 ? rest.length : end)].join('\n');
  const isInStringData = lines.slice(0, start).some((line) => keyOf(line) === 'stringData');
  return {
    findings: [badYaml(badLine)],
    place: undefined,
    entry: start === -1 ? undefined : { value, layers: isInStringData ? 0 : 1, findings: [] },
  };
}

function keyOf(line: string): string | undefined {
  return /^\s*["']?([-._A-Za-z0-9]+)["']?\s*:/.exec(line)?.[1];
}

function withoutRepeats(findings: readonly Problem[]): Problem[] {
  return findings.filter(({ code, message }, index) => {
    const first = findings.findIndex(
      (other) => other.code === code && (other.message === message || code === 'truncated'),
    );
    return first === index;
  });
}

function nothing(): Problem {
  return {
    code: 'empty',
    message: 'there is nothing to inspect',
    hint: 'make a token with: ossnotify token',
  };
}

function notEncoded(): Problem {
  return {
    code: 'not-encoded',
    message: 'this is the bare JSON, not Base64: under data, or pasted as a token, Kubernetes refuses it',
    hint: 'encode it with: ossnotify token; or hand the file to kubectl create secret generic --from-file=mns=FILE',
  };
}

function encodedTwice(layers: number): Problem {
  return {
    code: 'double-base64',
    message: `it is Base64 ${layers === 2 ? 'twice' : `${layers} times`}: the controller would find Base64 where it expects JSON`,
    hint: 'a Base64 token belongs under data, not under stringData or --from-literal; print it anew with: ossnotify token --secret',
  };
}

function encodedStringData(): Problem {
  return {
    code: 'double-base64',
    message:
      'Base64 under stringData is encoded a second time by Kubernetes: the controller would find Base64 where it expects JSON',
    hint: 'move it to data, or put the bare JSON under stringData',
  };
}

function badFile(code: string, what: string): Problem {
  return {
    code,
    message: `the file is ${what}`,
    hint: 'write it as plain UTF-8 (PowerShell: Out-File -Encoding ascii)',
  };
}

function badYaml(line: number): Problem {
  return {
    code: 'bad-yaml',
    message: `the manifest is not valid YAML (line ${line})`,
    hint: 'indentation may have been lost in copying; print it anew with: ossnotify token --secret',
  };
}
