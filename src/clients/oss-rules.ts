import { randomUUID } from 'node:crypto';
import { list, member } from './loose-value.ts';
import { createMnsOpen, type MnsOpenCall, type MnsOpenOptions } from './mns-open.ts';
import { isMissing } from './mns-open-failure.ts';
import { readRule, writeRule } from './oss-rules-format.ts';
import { isBusy, isThrottling, type Patience, patiently } from './patience.ts';
import type { LiveRule, Rules } from './rules.ts';

export interface OssRulesOptions extends MnsOpenOptions {
  readonly region: string;
  readonly accountId?: string;
  /** A fresh token for each logical request, by which the service knows a repetition. */
  readonly newToken?: () => string;
  /** Given, throttling and passing faults are waited out where nothing can happen twice. */
  readonly patience?: Patience;
}

/** The largest page that the service gives. */
const PAGE_SIZE = 50;

/** OSS's event rules, which live in MNS; failures are ServiceErrors of service `MNS-Open`. */
export function createOssRules(options: OssRulesOptions): Rules {
  const call = withPatience(createMnsOpen(options), options.patience);
  const { newToken = randomUUID } = options;
  return {
    list: () => listRules(call),
    async get(name) {
      const data = await unlessMissing(call('GetEventRule', { RuleName: name }));
      return readRule(data);
    },
    async create(rule) {
      await call('CreateEventRule', { ...writeRule(rule), ClientToken: newToken() });
    },
    async delete(name) {
      const done = call('DeleteEventRule', { RuleName: name }).then(() => 'deleted' as const);
      return (await unlessMissing(done)) ?? 'missing';
    },
  };
}

/** What only reads, and what carries a token by which the service knows it again, may be sent again after anything. */
function withPatience(call: MnsOpenCall, patience: Patience | undefined): MnsOpenCall {
  if (patience === undefined) return call;
  return (action, parameters) => {
    const isRepeatable = /^(Get|List)/.test(action) || parameters['ClientToken'] !== undefined;
    const isPassing = (error: unknown) => isThrottling(error) || (isRepeatable && isBusy(error));
    return patiently(() => call(action, parameters), isPassing, patience);
  };
}

async function listRules(call: MnsOpenCall): Promise<LiveRule[]> {
  const rules: LiveRule[] = [];
  let pages = 1;
  for (let page = 1; page <= pages; page++) {
    const data = await call('ListEventRules', { PageNum: String(page), PageSize: String(PAGE_SIZE) });
    const items = list(member(data, 'PageData'));
    rules.push(...items.flatMap((item) => readRule(item) ?? []));
    pages = items.length === 0 ? page : Number(member(data, 'Pages') ?? 1);
  }
  return rules;
}

async function unlessMissing<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
