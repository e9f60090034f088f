import { describe, expect, it } from 'vitest';
import type { DesiredRule } from '../../src/domain/desired-rule.ts';
import type { LiveRule } from '../../src/domain/live-rule.ts';
import { providers } from '../../src/domain/providers/index.ts';
import { type CreationRequest, planCreation } from '../../src/domain/rule-creation.ts';

const RULE: LiveRule = {
  subscriptions: [],
  name: 'movies',
  bucket: 'demo-bucket',
  events: ['ObjectCreated:*'],
  resources: [{ kind: 'pattern', prefix: 'movie/', suffix: '.mp3' }],
};
const WIDER: LiveRule = {
  ...RULE,
  name: 'all-movies',
  events: ['ObjectCreated:PutObject'],
  resources: [{ kind: 'pattern', prefix: 'movie/', suffix: '' }],
};

const { subscriptions: _, ...ASKED } = RULE;

function plan(
  live: readonly LiveRule[],
  request: Partial<CreationRequest> & Pick<Partial<DesiredRule>, 'destinations' | 'direct'> = {},
) {
  const { destinations = [], direct = false, ...judgement } = request;
  const defaults = {
    rule: { ...ASKED, destinations, direct },
    force: false,
    strict: false,
    digits: '0123456789012345',
  };
  return planCreation({ ...defaults, ...judgement }, live, providers.oss);
}

describe('planCreation', () => {
  it('makes the topic first and the rule last', () => {
    const destinations = [
      { kind: 'queue', name: 'work' },
      { kind: 'topic', name: 'movies' },
      { kind: 'url', url: 'https://example.com/hook' },
    ] as const;
    expect(plan([], { destinations })).toMatchObject({
      kind: 'create',
      endpoint: { type: 'topic', value: 'movies' },
      steps: [
        { kind: 'create-topic', topic: 'movies' },
        {
          kind: 'subscribe',
          topic: 'movies',
          subscription: 'mns-en-subs-oss-movies-1-0123456789012345',
          to: destinations[0],
        },
        {
          kind: 'subscribe',
          topic: 'movies',
          subscription: 'mns-en-subs-oss-movies-2-0123456789012345',
          to: destinations[2],
        },
        { kind: 'create-rule', rule: ASKED, endpoint: { type: 'topic', value: 'movies' } },
      ],
    });
  });

  it('names a topic as the console does when none is given', () => {
    expect(plan([])).toMatchObject({
      endpoint: { type: 'topic', value: 'mns-en-topics-oss-movies-0123456789012345' },
    });
  });

  it('sends straight to the one queue with direct', () => {
    const destinations = [{ kind: 'queue', name: 'work' }] as const;
    expect(plan([], { destinations, direct: true })).toMatchObject({
      steps: [{ kind: 'create-rule', endpoint: { type: 'queue', value: 'work' } }],
    });
  });

  it.each([
    ['the same rule', [RULE], {}, { kind: 'exists' }],
    ['another rule of that name', [{ ...RULE, bucket: 'other-bucket' }], {}, { kind: 'name-taken' }],
    [
      'an overlapping rule',
      [WIDER],
      {},
      { kind: 'overlap', overlaps: [{ ruleA: 'movies', ruleB: 'all-movies', witness: 'movie/.mp3' }] },
    ],
    ['an overlapping rule, forced', [WIDER], { force: true }, { kind: 'create' }],
    ['the same keys in another bucket', [{ ...WIDER, bucket: 'other-bucket' }], {}, { kind: 'create' }],
    [
      'ten rules',
      Array.from({ length: 10 }, (_, index) => ({ ...RULE, name: `r${index}`, bucket: `b-${index}-x` })),
      {},
      { kind: 'too-many', limit: 10 },
    ],
  ])('meets %s', (_, live, request, expected) => {
    expect(plan(live, request)).toMatchObject(expected);
  });
});
