import { expect, it } from 'vitest';
import { unknownEventGlobs } from '../../src/domain/event-glob-check.ts';

it.each(['ObjectCreated:*', 'oss:ObjectCreated:PutObject', 'PutObject', 'Object*', '*', '*:Put*'])(
  'takes %s for a glob of known types',
  (glob) => expect(unknownEventGlobs([glob])).toEqual([]),
);

it('names the type that was probably meant', () => {
  expect(unknownEventGlobs(['ObjctCreated:*', 'Nonsense'])).toEqual([
    { glob: 'ObjctCreated:*', suggestion: 'ObjectCreated:*' },
    { glob: 'Nonsense' },
  ]);
});
