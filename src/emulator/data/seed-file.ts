import { readFile } from 'node:fs/promises';
import { type Seed, SeedError } from '../core/seed.ts';

type Shape = 'text' | 'number' | 'boolean' | readonly Shape[] | { readonly [member: string]: Shape };

/** A list of one shape is written as that shape in brackets. */
const SUBSCRIPTION = {
  name: 'text',
  to: 'text',
  format: 'text',
  strategy: 'text',
  filterTag: 'text',
} as const;
const OBJECT = { key: 'text', text: 'text', contentType: 'text' } as const;
const SEED = {
  queues: [
    {
      name: 'text',
      messages: ['text'],
      delaySeconds: 'number',
      maximumMessageBytes: 'number',
      retentionSeconds: 'number',
      visibilitySeconds: 'number',
      pollingWaitSeconds: 'number',
      loggingEnabled: 'boolean',
    },
  ],
  topics: [{ name: 'text', subscriptions: [SUBSCRIPTION] }],
  buckets: [{ name: 'text', provider: 'text', objects: [OBJECT] }],
  rules: [{ name: 'text', bucket: 'text', events: ['text'], match: ['text'], to: ['text'] }],
} as const satisfies Shape;

/** What every entry of a list must say, where a bare name will not do. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  queues: ['name'],
  topics: ['name'],
  buckets: ['name'],
  subscriptions: ['name', 'to'],
  objects: ['key'],
  rules: ['name', 'bucket', 'events'],
};

/** A seed from a YAML or JSON file. */
export async function readSeedFile(path: string): Promise<Seed> {
  const { parse } = await import('yaml');
  let value: unknown;
  try {
    value = parse(await readFile(path, 'utf8')) ?? {};
  } catch (error) {
    throw new SeedError(`${path}: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  }
  checkMembers(value, SEED, path, '');
  return value as Seed;
}

function check(value: unknown, shape: Shape, place: string, list: string): void {
  if (typeof shape === 'string') checkLeaf(value, shape, place);
  else if (isList(shape)) checkItems(value, shape, place, list);
  else checkMembers(value, shape, place, list);
}

const isList = (shape: Shape): shape is readonly Shape[] => Array.isArray(shape);

function checkLeaf(value: unknown, shape: string, place: string): void {
  const wanted = shape === 'text' ? 'string' : shape;
  if (typeof value !== wanted) throw new SeedError(`${place} must be a ${shape}`);
}

function checkItems(value: unknown, [shape = 'text']: readonly Shape[], place: string, list: string): void {
  if (!Array.isArray(value)) throw new SeedError(`${place} must be a list`);
  for (const [at, item] of value.entries()) {
    const isBareName = typeof item === 'string' && REQUIRED[list]?.length === 1 && list !== 'objects';
    if (!isBareName) check(item, shape, `${place}[${at}]`, list);
  }
}

function checkMembers(value: unknown, shape: Shape, place: string, list: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || typeof shape !== 'object')
    throw new SeedError(`${place} must have members`);
  const members = new Map<string, Shape>(Object.entries(shape));
  for (const [name, member] of Object.entries(value)) {
    const expected = members.get(name);
    if (expected === undefined) throw new SeedError(`${place} has an unknown member "${name}"`);
    check(member, expected, `${place} ${name}`, name);
  }
  const missing = (REQUIRED[list] ?? []).find((name) => !(name in value));
  if (missing !== undefined) throw new SeedError(`${place} lacks "${missing}"`);
}
