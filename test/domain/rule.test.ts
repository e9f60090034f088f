import { describe, expect, it } from 'vitest';
import { providers } from '../../src/domain/providers/index.ts';
import type { Resource } from '../../src/domain/resource.ts';
import { type Rule, ruleFires, validateRule } from '../../src/domain/rule.ts';

const { oss, ks3 } = providers;
const pattern = (prefix: string, suffix = ''): Resource => ({ kind: 'pattern', prefix, suffix });

const good: Rule = {
  name: 'movies',
  bucket: 'nightbucket',
  events: ['ObjectCreated:*', 'ObjectRemoved:DeleteObject'],
  resources: [pattern('movie/', '.mp3'), pattern('movie/', '.mp4')],
};

describe('validateRule', () => {
  it('finds nothing wrong with a good rule, on either provider', () => {
    expect(validateRule(good, oss)).toEqual([]);
    expect(validateRule(good, ks3)).toEqual([]);
  });

  it.each<[string, Partial<Rule>, string[]]>([
    ['a digit first', { name: '1movies' }, ['bad-rule-name']],
    ['an underscore', { name: 'my_rule' }, ['bad-rule-name']],
    ['no name', { name: '' }, ['bad-rule-name']],
    ['85 characters', { name: 'a'.repeat(85) }, []],
    ['86 characters', { name: 'a'.repeat(86) }, ['bad-rule-name']],
    ['a line break at the end of the name', { name: 'movies\n' }, ['bad-rule-name']],
    ['a bucket with a slash', { bucket: 'photos/in' }, ['bad-bucket-name']],
    ['no events', { events: [] }, ['no-events']],
    ['an unknown event', { events: ['ObjectCreated:PutObjct'] }, ['unknown-event']],
    ['a wildcard that OSS lacks', { events: ['ObjectDownloaded:*'] }, ['unknown-event']],
    ['an event twice', { events: ['PutObject', 'oss:ObjectCreated:PutObject'] }, ['repeated-event']],
    ['a wildcard beside what it covers', { events: ['PutObject', 'ObjectCreated:*'] }, ['covered-event']],
    ['what a wildcard before it covers', { events: ['ObjectCreatedGroup', 'PutObject'] }, ['covered-event']],
    ['no resources', { resources: [] }, ['no-resources']],
    ['five resources', { resources: ['a', 'b', 'c', 'd', 'e'].map((text) => pattern(text)) }, []],
    ['six resources', { resources: [...'abcdef'].map((text) => pattern(text)) }, ['too-many-resources']],
    ['a resource twice', { resources: [pattern('a'), pattern('a')] }, ['overlapping-resources']],
    ['one inside another', { resources: [pattern('a'), pattern('ab', '.x')] }, ['overlapping-resources']],
    ['a leading slash', { resources: [pattern('/a')] }, ['impossible-first-character']],
    ['all at once', { name: '', events: [], resources: [] }, ['bad-rule-name', 'no-events', 'no-resources']],
  ])('OSS: %s', (_, change, codes) => {
    expect(validateRule({ ...good, ...change }, oss).map((problem) => problem.code)).toEqual(codes);
  });

  it.each<[string, Partial<Rule>, string[]]>([
    ['a hyphen', { name: 'my-rule' }, ['bad-rule-name']],
    ['a capital first', { name: 'Movies' }, ['bad-rule-name']],
    ['an underscore', { name: 'my_Rule2' }, []],
    ['33 characters', { name: 'a'.repeat(33) }, ['bad-rule-name']],
    ['a full name', { resources: [{ kind: 'name', key: 'a' }] }, ['exact-name-unsupported']],
    ['an event of OSS', { events: ['GetObject'] }, ['unknown-event']],
    ['a common prefix alone within a rule', { resources: [pattern('a', '.x'), pattern('a', '.y')] }, []],
  ])('KS3: %s', (_, change, codes) => {
    expect(validateRule({ ...good, ...change }, ks3).map((problem) => problem.code)).toEqual(codes);
  });

  it('says what may have been meant', () => {
    const [problem] = validateRule({ ...good, events: ['ObjectCreated:PutObjct'] }, oss);
    expect(problem?.message).toBe('Alibaba Cloud OSS has no event type ObjectCreated:PutObjct');
    expect(problem?.hint).toBe(
      'did you mean ObjectCreated:PutObject? known ones are listed by: ossnotify events --provider oss',
    );
  });

  it('names the one type where a legacy group has no wildcard', () => {
    const [problem] = validateRule({ ...good, events: ['ObjectDownloadedGroup'] }, oss);
    expect(problem?.hint).toContain('did you mean ObjectDownloaded:GetObject?');
  });

  it('shows control characters as marks', () => {
    const problems = validateRule(
      {
        ...good,
        name: 'a\u001b',
        events: ['\u001b[31m'],
        resources: [pattern('\u001b'), pattern('', '\u001b')],
      },
      oss,
    );
    expect(problems).toHaveLength(3);
    expect(JSON.stringify(problems.map(({ message }) => message))).not.toContain('\\u001b[');
  });

  it('quotes a key that both overlapping descriptions match', () => {
    const [problem] = validateRule({ ...good, resources: [pattern('a/'), pattern('', '.gz')] }, oss);
    expect(problem?.message).toBe('resource descriptions a/* and *.gz overlap: both match "a/.gz"');
  });
});

describe('ruleFires', () => {
  it.each([
    ['ObjectCreated:PutObject', 'movie/a.mp3', true],
    ['oss:ObjectCreated:PutObject', 'movie/a.mp4', true],
    ['ObjectCreated:InventedLater', 'movie/a.mp4', true],
    ['ObjectCreated:PutObject', 'movie/a.jpg', false],
    ['ObjectRemoved:DeleteObject', 'movie/a.mp3', true],
    ['ObjectRemoved:DeleteObjects', 'movie/a.mp3', false],
    ['ObjectReplication:ObjectCreated', 'movie/a.mp3', false],
  ])('%s of %s: %j', (type, key, expected) => {
    expect(ruleFires(good, type, key)).toBe(expected);
  });
});
