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
