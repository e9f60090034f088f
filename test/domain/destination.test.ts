import { describe, expect, it } from 'vitest';
import { formatDestination, parseDestination } from '../../src/domain/destination.ts';

describe('parseDestination', () => {
  it.each([
    ['topic:movies', { kind: 'topic', name: 'movies' }],
    ['queue:work-1', { kind: 'queue', name: 'work-1' }],
    ['https://example.com/hook?x=1', { kind: 'url', url: 'https://example.com/hook?x=1' }],
  ])('%s', (text, destination) => {
    const parsed = parseDestination(text);
    expect(parsed).toEqual({ ok: true, destination });
    if (parsed.ok) expect(formatDestination(parsed.destination)).toBe(text);
  });

  it.each([
    ['movies', 'bad-destination'],
    ['topic:', 'bad-topic-name'],
    ['topic:under_score', 'bad-topic-name'],
    [`queue:${'q'.repeat(121)}`, 'bad-queue-name'],
    ['ftp://example.com', 'bad-destination'],
    ['http://', 'bad-destination'],
  ])('refuses %s', (text, code) => {
    expect(parseDestination(text)).toMatchObject({ ok: false, problem: { code } });
  });
});
