import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRule, writeRule } from '../../src/clients/oss-rules-format.ts';
import type { NewRule } from '../../src/clients/rules.ts';
import type { Resource } from '../../src/domain/resource.ts';

const pattern = (prefix: string, suffix = ''): Resource => ({ kind: 'pattern', prefix, suffix });
const named = (key: string): Resource => ({ kind: 'name', key });

function rule(resources: readonly Resource[]): NewRule {
  return {
    name: 'r',
    bucket: 'photos',
    events: ['ObjectCreated:*'],
    resources,
    endpoint: { type: 'topic', value: 't' },
  };
}

describe('what is sent', () => {
  it.each<[string, Resource, unknown]>([
    ['the whole bucket keeps its slash', pattern(''), { MatchState: true, Prefix: 'photos/' }],
    ['a prefix', pattern('in/'), { MatchState: true, Prefix: 'photos/in/' }],
    ['a suffix alone', pattern('', '.png'), { MatchState: true, Prefix: 'photos/', Suffix: '.png' }],
    ['both', pattern('in/', '.png'), { MatchState: true, Prefix: 'photos/in/', Suffix: '.png' }],
    ['a full name', named('a/b.png'), { MatchState: true, Name: 'photos/a/b.png' }],
  ])('%s', (_name, resource, match) => {
    const { MatchRules } = writeRule(rule([resource]));
    expect(JSON.parse(MatchRules ?? '')).toEqual([[match]]);
  });

  it('one list for each description, arrays as JSON text', () => {
    expect(writeRule(rule([pattern('a'), named('b')]))).toEqual({
      RuleName: 'r',
      EventTypes: '["ObjectCreated:*"]',
      MatchRules: '[[{"MatchState":true,"Prefix":"photos/a"}],[{"MatchState":true,"Name":"photos/b"}]]',
      Endpoint: '{"EndpointType":"topic","EndpointValue":"t"}',
    });
  });
});

describe('event types as read', () => {
  it.each([
    ['ObjectCreated:PutObject', 'ObjectCreated:PutObject'],
    ['oss:ObjectModified:UpdateObjectMeta', 'ObjectModified:UpdateObjectMeta'],
    ['ObjectCreated:*', 'ObjectCreated:*'],
    ['oss:ObjectCreated:All', 'ObjectCreated:*'],
    ['ObjectCreatedGroup', 'ObjectCreated:*'],
    ['PutObject', 'ObjectCreated:PutObject'],
    ['ObjectDreamt:Once', 'ObjectDreamt:Once'],
  ])('%s', (given, meant) => {
    expect(readRule({ RuleName: 'r', EventTypes: [given] })?.events).toEqual([meant]);
    expect(readRule({ RuleName: 'r', EventTypes: JSON.stringify([given]) })?.events).toEqual([meant]);
  });
});

describe('descriptions as read', () => {
  const arn = 'acs:oss:cn-hangzhou:1234567890123456:photos';

  it.each<[string, unknown, readonly Resource[], number]>([
    ['a prefix', { MatchState: true, Prefix: 'photos/in/' }, [pattern('in/')], 0],
    ['the whole bucket', { Prefix: 'photos/' }, [pattern('')], 0],
    ['both', { Prefix: 'photos/in/', Suffix: '.png', Name: '' }, [pattern('in/', '.png')], 0],
    ['a full name', { Name: 'photos/a/b', Prefix: '', Suffix: '' }, [named('a/b')], 0],
    ['null for unset', { Name: null, Prefix: 'photos/x', Suffix: null }, [pattern('x')], 0],
    ['a state in quotes', { MatchState: 'true', Prefix: 'photos/x' }, [pattern('x')], 0],
    ['an ARN with a prefix', { Prefix: `${arn}/in/` }, [pattern('in/')], 0],
    ['an ARN of the bucket', { Prefix: arn, Suffix: '.png' }, [pattern('', '.png')], 0],
    ['an ARN as a name', { Name: `${arn}/a:b` }, [named('a:b')], 0],
    ['a name that is a bucket', { Name: arn }, [pattern('')], 1],
    ['a prefix without a slash', { Prefix: 'photos' }, [pattern('')], 1],
  ])('%s', (_name, match, resources, warnings) => {
    for (const MatchRules of [[[match]], [match], JSON.stringify([[match]])]) {
      const read = readRule({ RuleName: 'r', MatchRules });
      expect(read).toMatchObject({ bucket: 'photos', resources });
      expect(read?.warnings ?? []).toHaveLength(warnings);
    }
  });

  it.each<[string, unknown, object]>([
    [
      'several in one list',
      [[{ Prefix: 'photos/a' }, { Prefix: 'photos/b' }]],
      {
        bucket: 'photos',
        resources: [pattern('a'), pattern('b')],
        narrow: [],
        warnings: [expect.stringMatching(/all or any/)],
      },
    ],
    [
      'a negation',
      [[{ Prefix: 'photos/a' }], [{ MatchState: false, Prefix: 'photos/b' }]],
      {
        bucket: 'photos',
        resources: [pattern('a')],
        warnings: [expect.stringMatching(/"photos\/b" has MatchState/)],
      },
    ],
    [
      'two buckets',
      [[{ Prefix: 'photos/a' }], [{ Prefix: 'films/b' }]],
      {
        bucket: 'photos',
        resources: [pattern('a')],
        warnings: [expect.stringMatching(/another bucket, films/)],
      },
    ],
    [
      'no bucket at all',
      [[{ Suffix: '.png' }]],
      { bucket: '', resources: [pattern('', '.png')], warnings: [expect.stringMatching(/no bucket/)] },
    ],
    ['nothing', undefined, { bucket: '', resources: [] }],
  ])('%s', (_name, MatchRules, expected) => {
    expect(readRule({ RuleName: 'r', MatchRules })).toEqual({
      name: 'r',
      events: [],
      subscriptions: [],
      ...expected,
    });
  });
});

describe('receivers as read', () => {
  it.each([
    [
      { EndpointType: 'topic', EndpointValue: 't' },
      { type: 'topic', value: 't' },
    ],
    [
      { EndpointType: 'queue', EndpointValue: 'q' },
      { type: 'queue', value: 'q' },
    ],
    [
      { EndpointType: 'Queue', EndpointValue: 'acs:mns:r:1:/queues/q' },
      { type: 'queue', value: 'q' },
    ],
    [
      { EndpointType: 'queue', EndpointValue: 'acs:mns:r:1:queues/q' },
      { type: 'queue', value: 'q' },
    ],
    [
      { EndpointType: 'http', EndpointValue: 'http://h/a/b' },
      { type: 'http', value: 'http://h/a/b' },
    ],
    [JSON.stringify({ EndpointType: 'queue', EndpointValue: 'q' }), { type: 'queue', value: 'q' }],
  ])('%j', (given, meant) => {
    const read = readRule({ RuleName: 'r', TopicName: 't', Endpoint: given, Subscriptions: [given] });
    expect(read).toMatchObject({ topic: 't', endpoint: meant, subscriptions: [meant] });
  });

  it('an unknown kind is left out', () => {
    const read = readRule({ RuleName: 'r', Endpoint: { EndpointType: 'moon', EndpointValue: 'x' } });
    expect(read).not.toHaveProperty('endpoint');
  });
});

it.each([undefined, null, 'text', {}, { RuleName: '' }])('%j is no rule', (data) => {
  expect(readRule(data)).toBeUndefined();
});

it('what is sent reads back to the same rule', () => {
  const text = fc.string({ unit: 'grapheme' });
  const resource: fc.Arbitrary<Resource> = fc.oneof(
    fc.record({ kind: fc.constant('pattern' as const), prefix: text, suffix: text }),
    fc.record({ kind: fc.constant('name' as const), key: fc.string({ unit: 'grapheme', minLength: 1 }) }),
  );
  fc.assert(
    fc.property(fc.array(resource, { minLength: 1, maxLength: 5 }), (resources) => {
      const sent = rule(resources);
      const { name, bucket, events, resources: read, warnings } = readRule(writeRule(sent)) ?? {};
      expect({ name, bucket, events, resources: read, endpoint: sent.endpoint }).toEqual(sent);
      expect(warnings).toBeUndefined();
    }),
  );
});
