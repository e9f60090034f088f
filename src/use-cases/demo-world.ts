import type { MnsClient } from '../clients/mns.ts';
import type { Rules } from '../clients/rules.ts';
import { providers } from '../domain/providers/index.ts';
import type { Rule } from '../domain/rule.ts';
import { planCreation } from '../domain/rule-creation.ts';
import { createRule } from './create-rule.ts';
import { DEMO_BUCKETS } from './demo-scenes.ts';

export const DEMO_TOPICS = ['movies', 'photos'] as const;

/** A rule for each bucket and a topic for each rule, made the way `rule create` makes them. */
export async function createDemoRules(mns: MnsClient, rules: Rules): Promise<void> {
  for (const topic of DEMO_TOPICS) {
    const request = {
      rule: { ...ruleOf(topic), destinations: [{ kind: 'topic', name: topic } as const] },
      force: false,
      strict: false,
      digits: '',
    };
    const plan = planCreation(request, [], providers.oss);
    if (plan.kind !== 'create') throw new Error(`the demo's own rule is refused: ${plan.kind}`);
    await createRule(plan.steps, { mns, rules, queueEndpoint: (queue) => queue });
  }
}

function ruleOf(topic: (typeof DEMO_TOPICS)[number]): Rule {
  return {
    name: `demo-${topic}`,
    bucket: DEMO_BUCKETS[topic],
    events: ['ObjectCreated:*', 'ObjectDownloaded:GetObject', 'ObjectRemoved:*'],
    resources: [{ kind: 'pattern', prefix: '', suffix: '' }],
  };
}
