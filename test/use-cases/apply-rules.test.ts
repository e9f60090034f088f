import { describe, expect, it } from 'vitest';
import type { LiveRule, Rules } from '../../src/clients/rules.ts';
import type { DesiredRule } from '../../src/domain/desired-rule.ts';
import { ServiceError } from '../../src/errors.ts';
import { applyPlans } from '../../src/use-cases/apply-plans.ts';
import { applyPlan } from '../../src/use-cases/apply-rules.ts';
import { planScope, type Scope } from '../../src/use-cases/plan-rules.ts';

/** Rules in memory, behind the port; `onCreate` may refuse. */
function rulesInMemory(initial: readonly LiveRule[], onCreate: (name: string) => void = () => {}) {
  const byName = new Map(initial.map((rule) => [rule.name, rule]));
  const rules: Rules = {
    list: async () => [...byName.values()],
    get: async (name) => byName.get(name),
    async create({ endpoint, ...rule }) {
      onCreate(rule.name);
      const topic = endpoint.type === 'topic' ? { topic: endpoint.value } : {};
      byName.set(rule.name, { ...rule, ...topic, subscriptions: [] });
    },
    delete: async (name) => (byName.delete(name) ? 'deleted' : 'missing'),
  };
  return { rules, byName };
}

const rule = (name: string, prefix: string): DesiredRule => ({
  name,
  bucket: 'night',
  events: ['ObjectCreated:*'],
  resources: [{ kind: 'pattern', prefix, suffix: '' }],
  destinations: [],
});
const standing = (name: string, prefix: string): LiveRule => ({
  ...rule(name, prefix),
  topic: `t-${name}`,
  subscriptions: [],
});
const scope = (...desired: DesiredRule[]): Scope => ({ provider: 'oss', buckets: ['night'], desired });
const ports = (rules: Rules) => ({
  rules,
  queueEndpoint: (queue: string) => queue,
  digits: () => '1',
  onStep: () => {},
});
const names = (steps: readonly { kind: string; change: object }[]) => steps.map(({ kind }) => kind);

const refusal = new ServiceError({
  service: 'MNS-Open',
  code: 'InternalError',
  message: 'InternalError',
  status: 500,
  requestId: 'R1',
});

describe('applyPlan', () => {
  it('says what was done and what was not when a step fails, and does the rest when it is run again', async () => {
    let broken = true;
    const { rules, byName } = rulesInMemory([standing('old', 'o/')], (name) => {
      if (broken && name === 'old') throw refusal;
    });
    const wanted = scope(rule('old', 'n/'), rule('new', 'x/'));
    const first = await applyPlan(await planScope(wanted, { rules }, false), ports(rules));
    expect(first).toMatchObject({ failure: refusal });
    expect([names(first.done), names(first.notDone)]).toEqual([['delete'], ['create', 'create']]);
    broken = false;
    const second = await applyPlan(await planScope(wanted, { rules }, false), ports(rules));
    expect([names(second.done), second.failure]).toEqual([['create', 'create'], undefined]);
    expect([...byName.keys()].sort()).toEqual(['new', 'old']);
    expect((await planScope(wanted, { rules }, false)).plan.changes.map(({ kind }) => kind)).toEqual([
      'keep',
      'keep',
    ]);
  });

  it('writes nothing when the rules are no longer those of the plan', async () => {
    const { rules, byName } = rulesInMemory([standing('a', 'a/')]);
    const planned = await planScope(scope(rule('a', 'b/')), { rules }, false);
    byName.set('foreign', standing('foreign', 'f/'));
    await expect(applyPlan(planned, ports(rules))).rejects.toMatchObject({
      kind: 'conflict',
      code: 'changed-meanwhile',
    });
    expect(byName.get('a')).toEqual(standing('a', 'a/'));
  });

  it('does not delete a rule that somebody changed at the last moment', async () => {
    const { rules, byName } = rulesInMemory([standing('a', 'a/'), standing('b', 'b/')]);
    const planned = await planScope(scope(rule('a', 'x/'), rule('b', 'y/')), { rules }, false);
    let lists = 0;
    const list = async () => {
      if (lists++ === 0) queueMicrotask(() => byName.set('b', standing('b', 'theirs/')));
      return [...byName.values()];
    };
    const report = await applyPlan(planned, ports({ ...rules, list }));
    expect(report.failure).toMatchObject({
      code: 'changed-meanwhile',
      message: 'somebody changed rule b in between',
    });
    expect(byName.get('b')?.resources).toEqual(standing('b', 'theirs/').resources);
  });

  it('tells of rules that others made at the same time', async () => {
    const { rules, byName } = rulesInMemory([], () => byName.set('theirs', standing('theirs', 't/')));
    const report = await applyPlan(await planScope(scope(rule('a', 'a/')), { rules }, false), ports(rules));
    expect(report.interference).toEqual(['somebody made rule theirs at the same time']);
  });

  it('keeps the topic of a rule that it replaces', async () => {
    const { rules, byName } = rulesInMemory([standing('a', 'a/')]);
    await applyPlan(await planScope(scope(rule('a', 'b/')), { rules }, false), ports(rules));
    expect(byName.get('a')).toMatchObject({ topic: 't-a', resources: [{ prefix: 'b/' }] });
  });

  it('is done when only the last look fails, and says so', async () => {
    const { rules, byName } = rulesInMemory([]);
    let lists = 0;
    const list = async () => {
      if (lists++ === 2) throw refusal;
      return [...byName.values()];
    };
    const failing = { ...rules, list };
    const report = await applyPlan(
      await planScope(scope(rule('a', 'a/')), { rules: failing }, false),
      ports(failing),
    );
    expect([names(report.done), report.notDone, report.failure]).toEqual([['create'], [], undefined]);
    expect(report.interference).toEqual([
      'it is written, but could not be read again to see whether somebody else wrote at the same time: InternalError (request id R1)',
    ]);
  });

  it('does not call its own what somebody else deleted at the same moment', async () => {
    const { rules, byName } = rulesInMemory([standing('a', 'a/')]);
    const beaten = { ...rules, delete: async () => 'missing' as const };
    const report = await applyPlan(await planScope(scope(rule('a', 'b/')), { rules }, false), ports(beaten));
    expect([report.done, names(report.notDone)]).toEqual([[], ['delete', 'create']]);
    expect(report.failure).toMatchObject({
      code: 'changed-meanwhile',
      message: 'somebody deleted rule a in between',
    });
    expect(byName.size).toBe(1);
  });

  it('ends between two replacements when it is told to, and tells both halves of the rest', async () => {
    const stop = new AbortController();
    const { rules, byName } = rulesInMemory([standing('a', 'a/'), standing('b', 'b/')]);
    const stopped = {
      ...rules,
      delete: async (name: string) => {
        stop.abort('SIGINT');
        return rules.delete(name);
      },
    };
    const planned = await planScope(scope(rule('a', 'x/'), rule('b', 'y/')), { rules }, false);
    const report = await applyPlans(
      [planned],
      async () => ({ ...ports(stopped), signal: stop.signal }),
      stop.signal,
    );
    expect(report.done.map(({ step }) => step.kind)).toEqual(['delete', 'create']);
    expect(report.notDone.map(({ step }) => step.kind)).toEqual(['delete', 'create']);
    expect([report.failure, report.gaps]).toMatchObject([{ kind: 'interrupted' }, []]);
    expect([...byName.keys()].sort()).toEqual(['a', 'b']);
  });

  it('does not say that nothing was written when an earlier plan was carried out', async () => {
    const first = rulesInMemory([]);
    const second = rulesInMemory([]);
    const plans = [
      await planScope(scope(rule('a', 'a/')), { rules: first.rules }, false),
      await planScope(scope(rule('b', 'b/')), { rules: second.rules }, false),
    ];
    second.byName.set('theirs', standing('theirs', 't/'));
    const stores = [first.rules, second.rules];
    const next = async () => ports(stores.shift() ?? first.rules);
    const report = await applyPlans(plans, next, new AbortController().signal);
    expect(report.done.map(({ step }) => step.change)).toMatchObject([{ rule: { name: 'a' } }]);
    expect(report.notDone.map(({ step }) => step.change)).toMatchObject([{ rule: { name: 'b' } }]);
    expect(report.failure).toMatchObject({ code: 'changed-meanwhile' });
  });
});
