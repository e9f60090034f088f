/** What `token inspect` finds: any input that might hold a token, read as leniently as it takes to name its faults. */
import type { Problem } from '../problem.ts';
import { decodeBytes } from './decode-bytes.ts';
import { type FoundSecret, findSecret, type SecretPlace, type TokenEntry } from './find-secret.ts';
import { finding } from './finding.ts';
import { judgeContent } from './judge-content.ts';
import { peelToken } from './peel-token.ts';
import { salvageSecret } from './salvage-secret.ts';
import type { ShownContent } from './shown-content.ts';

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
  const bytes = Buffer.from(input);
  const { text = bytes.toString('latin1'), findings } = decodeBytes(bytes, 'the file');
  const inspection = inspectText(text, options);
  return { ...inspection, findings: withoutRepeats([...findings, ...inspection.findings]) };
}

function inspectText(text: string, options: InspectionOptions): TokenInspection {
  if (text.trim() === '') {
    return { form: 'unknown', findings: [finding('empty', 'there is nothing to inspect')], notes: [] };
  }
  if (isBareToken(text)) return { form: 'token', ...judgeEntry({ value: text, layers: 1 }, options) };
  const { entry, place, findings } = readManifest(text, options);
  const where = place && { secret: place };
  if (entry === undefined) return { form: place ? 'secret' : 'unknown', ...where, findings, notes: [] };
  const judged = judgeEntry(entry, options);
  return { form: 'secret', ...where, ...judged, findings: [...findings, ...judged.findings] };
}

/** Base64 alone, or the bare JSON: neither has the shape of a manifest. */
function isBareToken(text: string): boolean {
  const isJsonOfToken = /^\s*["{]/.test(text) && !/"(kind|data|stringData)"\s*:/.test(text);
  return isJsonOfToken || /^[\sA-Za-z0-9+/=_"'-]+$/.test(text);
}

function readManifest(text: string, { key, parseYaml }: InspectionOptions): FoundSecret {
  const parsed = parseYaml(text);
  if ('documents' in parsed) return findSecret(parsed.documents, key);
  const findings = [finding('bad-yaml', `the manifest is not valid YAML (line ${parsed.badLine})`)];
  return { entry: salvageSecret(text, key), place: undefined, findings };
}

function judgeEntry({ value, layers }: TokenEntry, { anyUrl = false }: InspectionOptions) {
  const peeled = peelToken(value);
  const isBare = peeled.layers === 0 && layers === 1;
  if (isBare && peeled.text !== undefined && !/^\s*["{]/.test(peeled.text)) {
    return { findings: [...peeled.findings, notBase64(peeled.text)], notes: [] };
  }
  const judged =
    peeled.text === undefined ? { findings: [], notes: [] } : judgeContent(peeled.text, { anyUrl });
  const findings = [...peeled.findings, ...layerFindings(peeled.layers, layers), ...judged.findings];
  return { ...judged, findings };
}

function notBase64(text: string): Problem {
  if (text.trim() === '') return finding('empty', 'the token is empty');
  const [alike = ''] = /^[A-Za-z0-9+/_\s-]*/.exec(text) ?? [];
  const message = `it is not Base64: character ${alike.length + 1} of it does not belong there`;
  return finding('not-base64', message);
}

function layerFindings(layers: number, expected: number): Problem[] {
  if (layers === expected) return [];
  if (layers < expected) {
    return [finding('not-encoded', 'this is the bare JSON, not Base64: under data, Kubernetes refuses it')];
  }
  const message =
    expected === 0
      ? 'Base64 under stringData is encoded a second time by Kubernetes: the controller would find Base64, no JSON'
      : `it is Base64 ${layers === 2 ? 'twice' : `${layers} times`}: the controller would find Base64 where it expects JSON`;
  return [finding('double-base64', message)];
}

/** A cut shows in the Base64 and in the JSON under it. */
function withoutRepeats(findings: readonly Problem[]): Problem[] {
  const isSame = (a: Problem, b: Problem) =>
    a.code === b.code && (a.message === b.message || a.code === 'truncated');
  return findings.filter((each, index) => findings.findIndex((other) => isSame(other, each)) === index);
}
