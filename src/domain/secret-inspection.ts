/** Finds the token within the documents of a manifest, and what is wrong with the Secret round it. */
import type { Problem } from './problem.ts';

export interface SecretPlace {
  readonly name?: string;
  readonly namespace?: string;
  /** Under which key the token stands, and in which of the Secret's two maps. */
  readonly key?: string;
  readonly field?: 'data' | 'stringData';
}

export interface TokenEntry {
  readonly value: string;
  /** How often it should be Base64 encoded. */
  readonly layers: 0 | 1;
  readonly findings: readonly Problem[];
}

export interface FoundSecret {
  readonly entry: TokenEntry | undefined;
  readonly place: SecretPlace | undefined;
  readonly findings: readonly Problem[];
}

type Fields = Readonly<Record<string, unknown>>;

/** The Secret that holds the key; failing that, any Secret; failing that, the first document. */
export function findSecret(documents: readonly unknown[], key: string): FoundSecret {
  const objects = documents.flatMap(itemsOf);
  const secrets = objects.filter(({ kind }) => kind === 'Secret');
  const chosen =
    secrets.find((secret) => hasKey(secret, key)) ??
    secrets[0] ??
    objects.find((each) => hasKey(each, key)) ??
    objects[0];
  return chosen ? readSecret(chosen, key) : { entry: undefined, place: undefined, findings: [noSecret()] };
}

function itemsOf(document: unknown): Fields[] {
  const fields = fieldsOf(document);
  if (fields === undefined) return [];
  const { items } = fields;
  return Array.isArray(items) ? items.flatMap(itemsOf) : [fields];
}

function fieldsOf(value: unknown): Fields | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

function hasKey(object: Fields, key: string): boolean {
  return [object['stringData'], object['data'], object].some((map) => fieldsOf(map)?.[key] !== undefined);
}

function readSecret(secret: Fields, key: string): FoundSecret {
  const entry = findEntry(secret, key);
  const metadata = fieldsOf(secret['metadata']) ?? {};
  const [name, namespace] = [metadata['name'], metadata['namespace']];
  const place: SecretPlace = {
    ...(typeof name === 'string' && { name }),
    ...(typeof namespace === 'string' && { namespace }),
    ...(entry && { key: entry.key }),
    ...(entry?.field && { field: entry.field }),
  };
  const findings = [...shapeFindings(secret, name), ...keyFindings(entry, secret, key)];
  if (entry === undefined) return { entry: undefined, place, findings };
  if (typeof entry.value !== 'string')
    return { entry: undefined, place, findings: [...findings, notText(entry.key)] };
  const layers = entry.field === 'stringData' ? 0 : 1;
  return { entry: { value: entry.value, layers, findings: [] }, place, findings };
}

interface Entry {
  readonly key: string;
  readonly value: unknown;
  /** Absent when it stands outside both maps. */
  readonly field?: 'data' | 'stringData';
}

function findEntry(secret: Fields, key: string): Entry | undefined {
  // Kubernetes writes stringData over data.
  for (const field of ['stringData', 'data'] as const) {
    const value = fieldsOf(secret[field])?.[key];
    if (value !== undefined) return { key, value, field };
  }
  if (secret[key] !== undefined) return { key, value: secret[key] };
  const others = (['stringData', 'data'] as const).flatMap((field) =>
    Object.entries(fieldsOf(secret[field]) ?? {}).map(([name, value]) => ({ key: name, value, field })),
  );
  return (
    others.find((other) => other.key.toLowerCase() === key.toLowerCase()) ??
    (others.length === 1 ? others[0] : undefined)
  );
}

function shapeFindings(secret: Fields, name: unknown): Problem[] {
  const { kind, apiVersion } = secret;
  return [
    ...(kind === 'Secret' ? [] : [wrongKind(kind)]),
    ...(kind !== 'Secret' || apiVersion === 'v1' ? [] : [wrongVersion(apiVersion)]),
    ...(kind !== 'Secret' || (typeof name === 'string' && name !== '') ? [] : [noName()]),
  ];
}

function keyFindings(entry: Entry | undefined, secret: Fields, key: string): Problem[] {
  if (entry !== undefined && entry.key === key) return entry.field ? [] : [outside(key)];
  const names = ['data', 'stringData'].flatMap((field) => Object.keys(fieldsOf(secret[field]) ?? {}));
  return [wrongKey(key, names)];
}

function noSecret(): Problem {
  return {
    code: 'no-secret',
    message: 'there is neither a token nor a Secret in it',
    hint: 'pass the Base64 token, or the manifest of the Secret',
  };
}

function wrongKind(kind: unknown): Problem {
  const what = typeof kind === 'string' ? `its kind is ${kind}` : 'it has no kind';
  return { code: 'not-a-secret', message: `the manifest is no Secret: ${what}`, hint: 'write kind: Secret' };
}

function wrongVersion(version: unknown): Problem {
  const what = typeof version === 'string' ? `is ${version}` : 'is missing';
  return {
    code: 'bad-api-version',
    message: `the apiVersion of the Secret ${what}`,
    hint: 'write apiVersion: v1',
  };
}

function noName(): Problem {
  return {
    code: 'no-name',
    message: 'the Secret has no metadata.name',
    hint: 'the source refers to it by name, mnsoss-secret as a rule',
  };
}

function wrongKey(key: string, names: readonly string[]): Problem {
  const instead = names.length > 0 ? `, but ${names.join(', ')}` : '';
  return {
    code: 'wrong-key',
    message: `the Secret has no entry ${key}${instead}`,
    hint: `the source reads the key that its accessToken.secretKeyRef names, ${key} as a rule; --key tells of another`,
  };
}

function outside(key: string): Problem {
  return {
    code: 'misplaced-key',
    message: `${key} stands outside data`,
    hint: 'indentation may have been lost in copying; print it anew with: ossnotify token --secret',
  };
}

function notText(key: string): Problem {
  return {
    code: 'not-a-string',
    message: `the entry ${key} is not a string`,
    hint: 'write the token there, in one line',
  };
}
