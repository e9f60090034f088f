import { expect, it } from 'vitest';
import { probeOf } from '../../src/domain/probe.ts';
import type { Rule } from '../../src/domain/rule.ts';

const rule = (...resources: Rule['resources']): Rule => ({
  name: 'movies',
  bucket: 'demo-bucket',
  events: ['ObjectCreated:*'],
  resources,
});

it('makes a key that nobody has', () => {
  const probe = probeOf(rule({ kind: 'pattern', prefix: 'movie/', suffix: '.mp3' }), 'abc');
  expect(probe).toEqual({
    kind: 'put',
    key: 'movie/ossnotify-probe-abc.mp3',
    eventType: 'ObjectCreated:PutObject',
  });
});

it('does not touch an object that may be somebody’s', () => {
  expect(probeOf(rule({ kind: 'name', key: 'conf/site.toml' }), 'abc')).toMatchObject({ kind: 'impossible' });
  const mixed = rule(
    { kind: 'name', key: 'conf/site.toml' },
    { kind: 'pattern', prefix: 'logs/', suffix: '' },
  );
  expect(probeOf(mixed, 'abc')).toMatchObject({ key: 'logs/ossnotify-probe-abc' });
});

it('asks for a key that a request can address', () => {
  const dots = { kind: 'pattern', prefix: 'a/../', suffix: '' } as const;
  expect(probeOf(rule(dots), 'abc')).toEqual({
    kind: 'impossible',
    reason:
      'a probe of rule movies would have the key "a/../ossnotify-probe-abc", and URLs lose parts of a path that are . or ..',
  });
  const long = { kind: 'pattern', prefix: '日'.repeat(340), suffix: '' } as const;
  expect(probeOf(rule(long), 'abc')).toMatchObject({ kind: 'impossible' });
  const plain = { kind: 'pattern', prefix: '日本/', suffix: '' } as const;
  expect(probeOf(rule(dots, plain), 'abc')).toMatchObject({ key: '日本/ossnotify-probe-abc' });
});
