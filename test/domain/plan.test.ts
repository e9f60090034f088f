import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delivery, WiredRule } from '../../src/domain/delivery.ts';
import type { DesiredRule } from '../../src/domain/desired-rule.ts';
import { overlapsBetween } from '../../src/domain/overlap.ts';
import { type PlanRequest, planChanges } from '../../src/domain/plan.ts';
import { orderSteps } from '../../src/domain/plan-order.ts';
import { providers } from '../../src/domain/providers/index.ts';
import type { Resource } from '../../src/domain/resource.ts';
import type { Rule } from '../../src/domain/rule.ts';
import { shortResource } from './arbitraries.ts';

const { oss, ks3 } = providers;
const pattern = (prefix: string, suffix = ''): Resource => ({ kind: 'pattern', prefix, suffix });

const desired = (name: string, prefix: string, more: Partial<DesiredRule> = {}): DesiredRule => ({
  name,
  bucket: 'night',
  events: ['ObjectCreated:*'],
  resources: [pattern(prefix)],
  destinations: [],
  ...more,
});
const live = (name: string, prefix: string, more: Partial<WiredRule> = {}): WiredRule => ({
  name,
  bucket: 'night',
  events: ['ObjectCreated:*'],
  resources: [pattern(prefix)],
  topic: `topic-${name}`,
  subscriptions: [],
  ...more,
});
const plan = (request: Partial<PlanRequest>) =>
  planChanges({ desired: [], live: [], provider: oss, prune: false, buckets: ['night'], ...request });
const kinds = (request: Partial<PlanRequest>) => plan(request).changes.map(({ kind }) => kind);

describe('planChanges', () => {
  it.each<[string, Partial<PlanRequest>, string[]]>([
    ['a new rule', { desired: [desired('a', 'x')] }, ['create']],
    ['the same rule', { desired: [desired('a', 'x')], live: [live('a', 'x')] }, ['keep']],
    ['other keys', { desired: [desired('a', 'y')], live: [live('a', 'x')] }, ['replace']],
    [
      'other events',
      { desired: [desired('a', 'x', { events: ['ObjectRemoved:*'] })], live: [live('a', 'x')] },
      ['replace'],
    ],
    [
      'events in another order and spelling',
      {
        desired: [desired('a', 'x', { events: ['DeleteObject', 'ObjectCreatedGroup'] })],
        live: [live('a', 'x', { events: ['ObjectCreated:*', 'ObjectRemoved:DeleteObject'] })],
      },
      ['keep'],
    ],
    [
      'another topic',
      {
        desired: [desired('a', 'x', { destinations: [{ kind: 'topic', name: 't' }] })],
        live: [live('a', 'x')],
      },
      ['replace'],
    ],
    ['a foreign rule', { live: [live('z', 'z')] }, ['foreign']],
    ['a foreign rule, pruned', { live: [live('z', 'z')], prune: true }, ['delete']],
    [
      'a foreign rule of another bucket, pruned',
      { live: [live('z', 'z', { bucket: 'other' })], prune: true },
      ['foreign'],
    ],
  ])('%s', (_, request, expected) => {
    expect(kinds(request)).toEqual(expected);
  });

  it('compares wildcards with what travels in their place on KS3', () => {
    const wanted = desired('a', 'x', {
      events: ['ks3:ObjectRemoved:*'],
      destinations: [{ kind: 'url', url: 'http://h/' }],
      method: 'POST',
    });
    const events = ['Retention', 'DeleteObject', 'Lifecycle'].map(
      (operation) => `ks3:ObjectRemoved:${operation}`,
    );
    const there = live('a', 'x', {
      events,
      method: 'POST',
      subscriptions: [{ type: 'http', value: 'http://h/' }],
    });
    expect(kinds({ desired: [wanted], live: [there], provider: ks3 })).toEqual(['keep']);
    expect(kinds({ desired: [{ ...wanted, method: 'PUT' }], live: [there], provider: ks3 })).toEqual([
      'replace',
    ]);
    expect(
      kinds({ desired: [{ ...wanted, report: { bucket: 'b', prefix: '' } }], live: [there], provider: ks3 }),
    ).toEqual(['replace']);
  });

  it('touches only subscriptions that carry the name of the rule', () => {
    const style = { format: 'simplified', retry: 'backoff' } as const;
    const delivery = (url: string, own: boolean): Delivery => ({
      name: `s-${url}`,
      to: { kind: 'url', url },
      style,
      own,
    });
    const deliveries = [
      delivery('old', true),
      delivery('foreign', false),
      delivery('kept', true),
      delivery('there', false),
    ];
    const destinations = ['kept', 'there', 'new'].map((url) => ({ kind: 'url' as const, url }));
    const [change] = plan({
      desired: [desired('a', 'x', { destinations })],
      live: [live('a', 'x', { deliveries })],
    }).changes;
    expect(change).toMatchObject({
      kind: 'rewire',
      rewiring: { subscribe: [{ url: 'new' }], unsubscribe: [{ name: 's-old' }] },
    });
  });

  it.each<[string, Partial<PlanRequest>, string[]]>([
    [
      'overlap with a foreign rule',
      { desired: [desired('a', 'x/y')], live: [live('z', 'x')] },
      ['rules-overlap'],
    ],
    [
      'overlap with one that goes',
      { desired: [desired('a', 'x/y')], live: [live('z', 'x')], prune: true },
      [],
    ],
    [
      'overlap with the old form of another',
      { desired: [desired('a', 'x'), desired('b', 'y')], live: [live('b', 'x')] },
      [],
    ],
    ['overlap of two foreign rules', { live: [live('y', 'x'), live('z', 'x')] }, []],
    [
      'a namesake on another bucket',
      { desired: [desired('a', 'x')], live: [live('a', 'x', { bucket: 'other' })] },
      ['name-taken'],
    ],
    [
      'an eleventh rule',
      { desired: [desired('a', 'a')], live: Array.from({ length: 10 }, (_, at) => live(`r${at}`, `${at}/`)) },
      ['too-many-rules'],
    ],
  ])('conflict: %s', (_, request, codes) => {
    expect(plan(request).conflicts.map(({ code }) => code)).toEqual(codes);
  });
});

describe('orderSteps', () => {
  it('never makes a rule beside an old form that it overlaps, and ends with what was asked for', () => {
    const rules = fc.uniqueArray(
      fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), resources: fc.tuple(shortResource) }),
      {
        selector: ({ name }) => name,
      },
    );
    fc.assert(
      fc.property(rules, rules, fc.boolean(), (wanted, there, prune) => {
        const request = {
          desired: wanted.map((rule) => ({ ...desired(rule.name, ''), ...rule })),
          live: there.map((rule) => ({ ...live(rule.name, ''), ...rule })),
          prune,
        };
        const { changes, conflicts } = plan(request);
        // What the service holds was accepted by it, and what conflicts is not carried out.
        fc.pre(conflicts.length === 0);
        const standing = new Map<string, Rule>(request.live.map((rule) => [rule.name, rule]));
        const before = new Set(standing.values());
        for (const { kind, change } of orderSteps(changes, oss)) {
          if (kind === 'delete') standing.delete(change.live.name);
          if (kind !== 'create') continue;
          for (const other of standing.values())
            expect(overlapsBetween<Rule>(change.rule, other, oss)).toEqual([]);
          expect(standing.has(change.rule.name)).toBe(false);
          standing.set(change.rule.name, change.rule);
        }
        const kept = prune
          ? []
          : [...before].filter(({ name }) => !request.desired.some((rule) => rule.name === name));
        expect([...standing.keys()].sort()).toEqual(
          [...request.desired, ...kept].map(({ name }) => name).sort(),
        );
      }),
    );
  });
});
