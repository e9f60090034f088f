import { describe, expect, it } from 'vitest';
import type { MnsClient } from '../../src/clients/mns.ts';
import type { LiveRule, Rules } from '../../src/clients/rules.ts';
import { ServiceError } from '../../src/errors.ts';
import { deleteRules } from '../../src/use-cases/delete-rules.ts';

const rule = (name: string): LiveRule => ({
  name,
  bucket: 'demo-bucket',
  events: ['ObjectCreated:*'],
  resources: [{ kind: 'pattern', prefix: `${name}/`, suffix: '' }],
  topic: `mns-en-topics-oss-${name}-0123456789012345`,
  subscriptions: [],
});
const denied = new ServiceError({ service: 'MNS', code: 'AccessDenied', status: 403, message: 'denied' });

function rulesOf(names: readonly string[], refused?: string): Rules {
  return {
    list: async () => names.map(rule),
    get: async (name) => names.map(rule).find((each) => each.name === name),
    create: async () => {},
    async delete(name) {
      if (name === refused) throw denied;
      return names.includes(name) ? 'deleted' : 'missing';
    },
  };
}

describe('deleting rules', () => {
  it('goes on after one that cannot be deleted, and tells what became of each', async () => {
    const deletions = await deleteRules(['a', 'b', 'c', 'd'], { rules: rulesOf(['a', 'b', 'c'], 'b') });
    expect(deletions.map(({ name, outcome, failure }) => [name, outcome, failure?.code])).toEqual([
      ['a', 'deleted', undefined],
      ['b', 'failed', 'AccessDenied'],
      ['c', 'deleted', undefined],
      ['d', 'missing', undefined],
    ]);
  });

  it('tells that the rule is gone though its topic could not be removed', async () => {
    const mns = {
      listSubscriptions: async () => [],
      deleteTopic: async () => {
        throw denied;
      },
    } satisfies Partial<MnsClient>;
    const ports = { rules: rulesOf(['a']), mns: mns as unknown as MnsClient };
    expect(await deleteRules(['a'], ports)).toMatchObject([
      { outcome: 'deleted', removed: [], failure: { code: 'AccessDenied' } },
    ]);
  });
});
