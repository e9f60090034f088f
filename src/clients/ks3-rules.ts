import { providers } from '../domain/providers/index.ts';
import { ruleFingerprint } from '../domain/rule-identity.ts';
import { Failure } from '../errors.ts';
import { ks3Refusal } from './ks3-failure.ts';
import { createKs3Exchange, type Ks3Exchange, type Ks3Options, ks3Call } from './ks3-request.ts';
import {
  type Ks3Document,
  readDocument,
  readKs3Rule,
  ruleIdOf,
  writeDocument,
  writeKs3Rule,
} from './ks3-rules-format.ts';
import { isBusy, isThrottling, type Patience, patiently } from './patience.ts';
import type { ChangeOutcome, LiveRule, NewRule, RuleChange, Rules } from './rules.ts';

/** What only reads is tried again while KS3 is busy; a write is not, since it may have happened. */
export interface Ks3RulesOptions extends Ks3Options, Patience {
  readonly bucket: string;
}

/**
 * How long after a write its effect is looked at again. A write replaces all rules and knows no condition, so somebody
 * who had read before it may write after it: within a request's length, which this is well above.
 */
const SETTLING_MS = 1500;
const MOST_REPAIRS = 3;

/** The rules of one KS3 bucket: one JSON document, read and written as a whole. Failures are ServiceErrors of `KS3`. */
export function createKs3Rules(options: Ks3RulesOptions): Rules {
  const store = documentStore(createKs3Exchange(options), options);
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
  };
}

interface DocumentStore {
  read(): Promise<Ks3Document>;
  write(document: Ks3Document, rules: readonly unknown[]): Promise<void>;
}

function documentStore(exchange: Ks3Exchange, options: Ks3RulesOptions): DocumentStore {
  const { bucket, host } = options;
  const target = { bucket, subresource: 'notification' };
  const read = async () => {
    const answer = await exchange({ method: 'GET', ...target });
    if (answer.status < 300) return readDocument(answer.text);
    const refusal = ks3Refusal(answer, `${host.protocol}//${host.host}`);
    const isNone = answer.status === 404 && !['NoSuchBucket', 'UnexpectedAnswer'].includes(refusal.code);
    if (isNone) return readDocument('');
    throw refusal;
  };
  return {
    read: () => patiently(read, (error) => isThrottling(error) || isBusy(error), options),
    async write(document, rules) {
      const body = writeDocument(document, rules);
      const put = { method: 'PUT', ...target, contentType: 'application/json', body } as const;
      await ks3Call(exchange, host, rules.length === 0 ? { method: 'DELETE', ...target } : put);
    },
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
  requireUnchanged(change.expected, rulesOf(before, bucket));
  await store.write(before, changed(before, change));
  let outcome: ChangeOutcome = 'changed';
  for (let repairs = 0; repairs <= MOST_REPAIRS; repairs++) {
    await sleep(SETTLING_MS);
    const now = await store.read();
    const live = rulesOf(now, bucket);
    if (isInForce(change, live)) return outcome;
    if (repairs === MOST_REPAIRS || isRewritten(change, live)) break;
    await store.write(now, changed(now, change));
    outcome = 'repaired';
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

/** Everybody else's rules as they are, byte for byte; the new ones at the end. */
function changed({ rules }: Ks3Document, { remove, add }: RuleChange): unknown[] {
  const gone = new Set([...remove, ...add.map(({ name }) => name)]);
  return [...rules.filter((rule) => !gone.has(ruleIdOf(rule))), ...add.map(writeKs3Rule)];
}

function requireUnchanged(expected: readonly LiveRule[] | undefined, found: readonly LiveRule[]): void {
  if (expected === undefined) return;
  const fingerprints = (rules: readonly LiveRule[]) =>
    rules.map((rule) => ruleFingerprint(rule, providers.ks3)).sort();
  if (fingerprints(expected).join('\n') === fingerprints(found).join('\n')) return;
  throw changedMeanwhile();
}

export function changedMeanwhile(what = 'the rules'): Failure {
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
