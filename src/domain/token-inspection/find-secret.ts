/** Finds the token within the documents of a manifest, and what is wrong with the Secret round it. */
import type { Problem } from '../problem.ts';
import { finding } from './finding.ts';

export interface SecretPlace {
  readonly name?: string;
  readonly namespace?: string;
  /** Under which key the token stands, and in which of the Secret's two maps. */
  readonly key?: string;
  readonly field?: 'data' | 'stringData';
}

export interface TokenEntry {
  readonly value: string;
  /** How often it should be Base64 encoded: once in `data` and alone, not at all in `stringData`. */
  readonly layers: 0 | 1;
}

export interface FoundSecret {
  readonly entry: TokenEntry | undefined;
  readonly place: SecretPlace | undefined;
  readonly findings: readonly Problem[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Kubernetes writes stringData over data. */
const MAPS = ['stringData', 'data'] as const;

/** The Secret that holds the key; failing that, any Secret; failing that, the first document. */
export function findSecret(documents: readonly unknown[], key: string): FoundSecret {
  const objects = documents.flatMap(itemsOf);
  const secrets = objects.filter(({ kind }) => kind === 'Secret');
  const holdsKey = (object: Fields) =>
    entriesOf(object).some((entry) => entry.key === key) || Object.hasOwn(object, key);
  const chosen = secrets.find(holdsKey) ?? secrets[0] ?? objects.find(holdsKey) ?? objects[0];
  if (chosen) return readSecret(chosen, key);
  const message = 'there is neither a token nor a Secret in it';
  return { entry: undefined, place: undefined, findings: [finding('no-secret', message)] };
}

function itemsOf(document: unknown): Fields[] {
  const fields = fieldsOf(document);
  const items = fields?.['items'];
  if (Array.isArray(items)) return items.flatMap(itemsOf);
  return fields ? [fields] : [];
}

function fieldsOf(value: unknown): Fields | undefined {
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(value)) : undefined;
}

interface Entry {
  readonly key: string;
  readonly value: unknown;
  /** Absent when it stands outside both maps. */
  readonly field?: 'data' | 'stringData';
}

function entriesOf(secret: Fields): Entry[] {
  return MAPS.flatMap((field) =>
    Object.entries(fieldsOf(secret[field]) ?? {}).map(([key, value]) => ({ key, value, field })),
  );
}

function readSecret(secret: Fields, key: string): FoundSecret {
  const entry = findEntry(secret, key);
  const findings = [...shapeFindings(secret), ...keyFindings(entry, secret, key)];
  const place = placeOf(secret, entry);
  if (entry === undefined) return { entry: undefined, place, findings };
  const { value, field } = entry;
  if (typeof value === 'string')
    return { entry: { value, layers: field === 'stringData' ? 0 : 1 }, place, findings };
  const noString = finding('not-a-string', `the entry ${entry.key} is not a string`);
  return { entry: undefined, place, findings: [...findings, noString] };
}

/** By its key, wherever it stands; else one that can only be meant. */
function findEntry(secret: Fields, key: string): Entry | undefined {
  const entries = entriesOf(secret);
  const exact = entries.find((entry) => entry.key === key);
  if (exact) return exact;
  if (Object.hasOwn(secret, key)) return { key, value: secret[key] };
  const alike = entries.find((entry) => entry.key.toLowerCase() === key.toLowerCase());
  return alike ?? (entries.length === 1 ? entries[0] : undefined);
}

function placeOf({ metadata }: Fields, entry: Entry | undefined): SecretPlace {
  const { name, namespace } = fieldsOf(metadata) ?? {};
  return {
    ...(typeof name === 'string' && { name }),
    ...(typeof namespace === 'string' && { namespace }),
    ...(entry && { key: entry.key }),
    ...(entry?.field && { field: entry.field }),
  };
}

function shapeFindings({ kind, apiVersion, metadata }: Fields): Problem[] {
  if (kind !== 'Secret') {
    const what = typeof kind === 'string' ? `its kind is ${kind}` : 'it has no kind';
    return [finding('not-a-secret', `the manifest is no Secret: ${what}`)];
  }
  const version = typeof apiVersion === 'string' ? `is ${apiVersion}` : 'is missing';
  return [
    ...(apiVersion === 'v1' ? [] : [finding('bad-api-version', `the apiVersion of the Secret ${version}`)]),
    ...(fieldsOf(metadata)?.['name'] ? [] : [finding('no-name', 'the Secret has no metadata.name')]),
  ];
}

function keyFindings(entry: Entry | undefined, secret: Fields, key: string): Problem[] {
  if (entry?.key === key) return entry.field ? [] : [finding('misplaced-key', `${key} stands outside data`)];
  const names = entriesOf(secret).map((other) => other.key);
  const instead = names.length > 0 ? `, but ${names.join(', ')}` : '';
  return [finding('wrong-key', `the Secret has no entry ${key}${instead}`)];
}
