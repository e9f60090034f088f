import { describe, expect, it } from 'vitest';
import type { NotificationEvent } from '../../src/domain/event.ts';
import { compileFilter, type FilterSpec } from '../../src/domain/filter.ts';

const event: NotificationEvent = {
  provider: 'oss',
  type: 'ObjectCreated:PutObject',
  bucket: 'photos',
  key: 'movie/2024/a [1].mp3',
  size: 100,
  raw: { eventName: 'ObjectCreated:PutObject', region: 'cn-hangzhou', odd: 'Ünicode' },
};

function keeps(spec: FilterSpec, change: Partial<NotificationEvent> = {}): boolean {
  return compileFilter(spec)({ ...event, ...change });
}

describe('compileFilter', () => {
  it.each<[FilterSpec, boolean]>([
    [{}, true],
    [{ events: [], keys: [], grep: [] }, true],
    [{ events: ['ObjectCreated:*'] }, true],
    [{ events: ['oss:ObjectCreated:PutObject'] }, true],
    [{ events: ['ks3:ObjectCreated:*'] }, true],
    [{ events: ['*:PutObject'] }, true],
    [{ events: ['PutObject'] }, true],
    [{ events: ['Put*'] }, true],
    [{ events: ['*'] }, true],
    [{ events: ['{GetObject,PutObject}'] }, true],
    [{ events: ['ObjectRemoved:*', 'ObjectCreated:*'] }, true],
    [{ events: ['ObjectRemoved:*'] }, false],
    [{ events: ['ObjectCreated'] }, false],
    [{ events: ['objectcreated:*'] }, false],
    [{ excludeEvents: ['ObjectRemoved:*'] }, true],
    [{ excludeEvents: ['ObjectRemoved:*', 'PutObject'] }, false],
    [{ keys: ['movie/*.mp3'] }, true],
    [{ keys: ['*.mp3'] }, true],
    [{ keys: ['movie/2024/a [1].mp3'] }, true],
    [{ keys: ['movie/*.jpg'] }, false],
    [{ keys: ['*.jpg', '*.mp?'] }, true],
    [{ excludeKeys: ['*/a*'] }, false],
    [{ excludeKeys: ['b*'] }, true],
    [{ prefixes: ['music/', 'movie/'] }, true],
    [{ prefixes: ['music/'] }, false],
    [{ suffixes: ['[1].mp3'] }, true],
    [{ suffixes: ['.MP3'] }, false],
    [{ buckets: ['photos'] }, true],
    [{ buckets: ['photo'] }, false],
    [{ minSize: 100, maxSize: 100 }, true],
    [{ minSize: 101 }, false],
    [{ maxSize: 99 }, false],
    [{ grep: [/cn-hang/] }, true],
    [{ grep: [/nothing/, /ünicode/i] }, true],
    [{ grep: [/nothing/] }, false],
    [{ events: ['ObjectCreated:*'], keys: ['*.jpg'] }, false],
    [{ events: ['ObjectCreated:*'], keys: ['*.mp3'], minSize: 1, grep: [/region/] }, true],
  ])('%j: %j', (spec, expected) => {
    expect(keeps(spec)).toBe(expected);
  });

  it('keeps an event without key or size only where nothing is asked of them', () => {
    const bare: NotificationEvent = { provider: 'ks3', type: 'ObjectRemoved:Lifecycle', raw: {} };
    const verdicts = [
      {},
      { excludeKeys: ['*'] },
      { keys: ['*'] },
      { prefixes: [''] },
      { suffixes: [''] },
      { minSize: 0 },
      { maxSize: 9 },
    ];
    expect(verdicts.map((spec) => compileFilter(spec)(bare))).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
  });

  it('remembers nothing between events, also with a sticky or global expression', () => {
    const filter = compileFilter({ grep: [/region/g, /nothing/y] });
    expect([filter(event), filter(event), filter(event)]).toEqual([true, true, true]);
  });

  it('takes keys with line breaks, braces and letters of any script', () => {
    expect(keeps({ keys: ['a*z'] }, { key: 'a\n{x}目z' })).toBe(true);
    expect(keeps({ keys: ['*\\{x\\}*'] }, { key: 'a\n{x}目z' })).toBe(true);
  });
});
