import { type Seed, SeedError } from './seed.ts';
import { CONTENT_FORMATS, NOTIFY_STRATEGIES } from './subscription.ts';
import { standsInXml } from './xml-text.ts';

/** Throws a `SeedError` that names the place. */
type Check = (value: unknown, place: string) => void;

function fail(place: string, reason: string): never {
  throw new SeedError(`${place === '' ? 'the seed' : place} ${reason}`);
}

const ofType =
  (type: 'string' | 'number' | 'boolean', word: string): Check =>
  (value, place) => {
    if (typeof value !== type) fail(place, `must be a ${word}`);
  };

const text = ofType('string', 'text');
const number = ofType('number', 'number');
const flag = ofType('boolean', 'boolean');

const oneOf =
  (...words: readonly string[]): Check =>
  (value, place) => {
    if (!words.some((word) => word === value)) fail(place, `must be ${words.join(' or ')}`);
  };

const listOf =
  (item: Check): Check =>
  (value, place) => {
    if (!Array.isArray(value)) fail(place, 'must be a list');
    for (const [at, one] of value.entries()) item(one, `${place}[${at}]`);
  };

const members =
  (checks: Readonly<Record<string, Check>>, required: readonly string[] = []): Check =>
  (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(place, 'must have members');
    const known = new Map(Object.entries(checks));
    for (const [name, member] of Object.entries(value)) {
      const check = known.get(name) ?? fail(place, `has an unknown member "${name}"`);
      if (member !== undefined) check(member, place === '' ? name : `${place}.${name}`);
    }
    const missing = required.find((name) => !(name in value));
    if (missing !== undefined) fail(place, `lacks "${missing}"`);
  };

/** Of what needs no more than a name, the name alone will do. */
const named = (checks: Readonly<Record<string, Check>>): Check => {
  const inFull = members({ name: text, ...checks }, ['name']);
  return (value, place) => {
    if (typeof value !== 'string') inFull(value, place);
  };
};

/** What no request could have brought would make an answer that nobody can read. */
const ofCharacters =
  (isGood: (value: string) => boolean, rule: string): Check =>
  (value, place) => {
    text(value, place);
    if (!isGood(String(value))) fail(place, rule);
  };

const messageBody = ofCharacters(standsInXml, 'has characters that XML cannot carry');
const headerValue = ofCharacters(
  (value) => !/[^\t\P{Cc}]/u.test(value),
  'has characters that no header can hold',
);

const provider = oneOf('oss', 'ks3');

const queue = named({
  messages: listOf(messageBody),
  delaySeconds: number,
  maximumMessageBytes: number,
  retentionSeconds: number,
  visibilitySeconds: number,
  pollingWaitSeconds: number,
  loggingEnabled: flag,
});

const subscription = members(
  {
    name: text,
    to: text,
    format: oneOf(...CONTENT_FORMATS),
    strategy: oneOf(...NOTIFY_STRATEGIES),
    filterTag: text,
  },
  ['name', 'to'],
);

const object = members({ key: text, text, contentType: headerValue }, ['key']);

const rule = members(
  { name: text, bucket: text, provider, events: listOf(text), match: listOf(text), to: listOf(text) },
  ['name', 'bucket', 'events'],
);

const seed = members({
  queues: listOf(queue),
  topics: listOf(named({ subscriptions: listOf(subscription) })),
  buckets: listOf(named({ provider, objects: listOf(object) })),
  rules: listOf(rule),
});

/** The value of a file, or of a caller whom no compiler has checked, as the seed that it is. */
export function checkedSeed(value: unknown): Seed {
  seed(value, '');
  return value as Seed;
}
