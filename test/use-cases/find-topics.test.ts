import { describe, expect, it } from 'vitest';
import type { LiveRule, Rules } from '../../src/clients/rules.ts';
import { findTopics } from '../../src/use-cases/find-topics.ts';

const RULES = [
  { name: 'up', bucket: 'photos', topic: 'uploads' },
  { name: 'thumbs', bucket: 'films', topic: 'thumbnails' },
  { name: 'cuts', bucket: 'films', topic: 'cuts' },
  { name: 'cuts-again', bucket: 'films', topic: 'cuts' },
] as unknown as LiveRule[];

const rules = {
  list: async () => RULES,
  get: async (wanted: string) => RULES.find(({ name }) => name === wanted),
} as Pick<Rules, 'list' | 'get'> as Rules;

describe('the topics of a tail', () => {
  it('are those named, those of rules and those of all rules of a bucket, each once', async () => {
    const request = { topics: ['own', 'cuts'], rules: ['up'], bucket: 'films' };
    expect(await findTopics(request, async () => rules)).toEqual(['own', 'cuts', 'uploads', 'thumbnails']);
  });
});
