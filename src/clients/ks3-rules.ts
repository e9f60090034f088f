import { providers } from '../domain/providers/index.ts';
import { ruleFingerprint } from '../domain/rule-identity.ts';
import { Failure } from '../errors.ts';
import { type DocumentStore, documentStore, type Ks3RulesOptions } from './ks3-document-store.ts';
import { findNamesakes } from './ks3-namesakes.ts';
import { createKs3Exchange } from './ks3-request.ts';
import { type Ks3Document, readKs3Rule, ruleIdOf, writeKs3Rule } from './ks3-rules-format.ts';
import type { ChangeOutcome, LiveRule, NewRule, RuleChange, Rules } from './rules.ts';

/**
 * How long after a write its effect is looked at again. A write replaces all rules and knows no condition, so somebody
 * who had read before it may write after it: within a request's length, which this is well above.
 */
const SETTLING_MS = 1500;
const MOST_REPAIRS = 3;

/** The rules of one KS3 bucket: one JSON document, read and written as a whole. Failures are ServiceErrors of `KS3`. */
export function createKs3Rules(options: Ks3RulesOptions): Rules {
  const exchange = createKs3Exchange(options);
  const store = documentStore(exchange, options);
  const list = async () => rulesOf(await store.read(), options.bucket);
  const change = (wanted: RuleChange) => changeTogether(wanted, store, options);
  return {
    list,
    get: async (name) => (await list()).find((rule) => rule.name === name),
    async create(rule) {
      await change({ remove: [], add: [rule] });
    },
    async delete(name) {
      if (!(await list()).some((rule) => rule.name === name)) return 'missing';
      await change({ remove: [name], add: [] });
      return 'deleted';
    },
    changeTogether: change,
    namesakes: (names) => findNamesakes(names, exchange, options),
  };
}

function rulesOf({ rules }: Ks3Document, bucket: string): LiveRule[] {
  return rules.flatMap((rule) => readKs3Rule(rule, bucket) ?? []);
}

/** Reads right before it writes, and looks again when other writers must be done. */
async function changeTogether(
  change: RuleChange,
  store: DocumentStore,
  { bucket, sleep }: Ks3RulesOptions,
): Promise<ChangeOutcome> {
  const before = await store.read();
  requireUnchanged(change, rulesOf(before, bucket), bucket);
  await store.write(before, changed(before, change));
  let kind: ChangeOutcome['kind'] = 'changed';
  for (let repairs = 0; repairs <= MOST_REPAIRS; repairs++) {
    await sleep(SETTLING_MS);
    const now = await readAgain(store);
    if ('unchecked' in now) return { kind, ...now };
    const live = rulesOf(now, bucket);
    if (isInForce(change, live)) return { kind };
    if (repairs === MOST_REPAIRS || isRewritten(change, live)) break;
    await store.write(now, changed(now, change));
    kind = 'repaired';
  }
  throw new Failure(
    'conflict',
    'changed-by-others',
    `somebody else is writing the same rules of bucket ${bucket}`,
    {
      hint: 'agree who writes, then run this again',
    },
  );
}

/** What is written is written: that it cannot be read again does not undo it. */
async function readAgain(store: DocumentStore): Promise<Ks3Document | { readonly unchecked: unknown }> {
  try {
    return await store.read();
  } catch (error) {
    return { unchecked: error };
  }
}

/** Everybody else's rules as they are, byte for byte; the new ones at the end. */
function changed({ rules }: Ks3Document, { remove, add }: RuleChange): unknown[] {
  const gone = new Set([...remove, ...add.map(({ name }) => name)]);
  return [...rules.filter((rule) => !gone.has(ruleIdOf(rule))), ...add.map(writeKs3Rule)];
}

/** @throws {Failure} `changed-meanwhile`: nobody agreed to overwrite what is there now. */
function requireUnchanged(
  { expected, overwrites, add }: RuleChange,
  found: readonly LiveRule[],
  bucket: string,
): void {
  const fingerprints = (rules: readonly LiveRule[]) =>
    rules
      .map((rule) => ruleFingerprint(rule, providers.ks3))
      .sort()
      .join('\n');
  if (expected && fingerprints(expected) !== fingerprints(found)) throw changedMeanwhile();
  if (overwrites === undefined) return;
  for (const { name } of add) {
    const [agreed, there] = [overwrites, found].map((rules) =>
      rules.filter((rule) => rule.name === name && rule.bucket === bucket),
    );
    if (fingerprints(agreed ?? []) !== fingerprints(there ?? [])) throw changedMeanwhile(`rule ${name}`);
  }
}

function changedMeanwhile(what = 'the rules'): Failure {
  return new Failure(
    'conflict',
    'changed-meanwhile',
    `somebody changed ${what} in between; nothing was written`,
    {
      hint: 'run it again: it will plan upon what is there now',
    },
  );
}

/** Somebody gave a rule of ours another content since: that is theirs to decide, and not undone. */
function isRewritten({ add }: RuleChange, live: readonly LiveRule[]): boolean {
  return add.some((rule) => {
    const found = live.find(({ name }) => name === rule.name);
    return found && ruleFingerprint(found, providers.ks3) !== writtenFingerprint(rule);
  });
}

function writtenFingerprint(rule: NewRule): string | undefined {
  const written = readKs3Rule(writeKs3Rule(rule), rule.bucket);
  return written && ruleFingerprint(written, providers.ks3);
}

function isInForce({ remove, add }: RuleChange, live: readonly LiveRule[]): boolean {
  const names = new Set(add.map(({ name }) => name));
  const found = new Map(live.map((rule) => [rule.name, ruleFingerprint(rule, providers.ks3)]));
  return (
    remove.every((name) => names.has(name) || !found.has(name)) &&
    add.every((rule) => found.get(rule.name) === writtenFingerprint(rule))
  );
}
