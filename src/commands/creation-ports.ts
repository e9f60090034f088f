import type { Services } from '../clients/services.ts';
import type { Settings } from '../clients/settings.ts';
import type { CreationStep } from '../domain/rule-creation.ts';
import type { CreationPorts } from '../use-cases/create-rule.ts';

/** The clients that making a rule takes; an account is asked for only where a topic or queue is involved. */
export async function creationPorts(
  services: Services,
  settings: Settings,
  bucket: string,
  steps: readonly CreationStep[],
): Promise<CreationPorts> {
  const rules = await services.rules(bucket);
  const isCalled = steps.some((step) => step.kind === 'create-rule' && step.endpoint.type === 'http');
  if (isCalled) return { rules, queueEndpoint: (queue) => queue };
  return { rules, mns: await services.mns(), queueEndpoint: await queueEndpoint(settings) };
}

/** `acs:mns:<region>:<account>:queues/<queue>`: how a subscription names a queue. */
export async function queueEndpoint(settings: Settings): Promise<(queue: string) => string> {
  const [region, account] = [await settings.require('region'), await settings.require('account')];
  return (queue) => `acs:mns:${region}:${account}:queues/${queue}`;
}

/** The end of names that nobody chose, as the console makes them. */
export function sixteenDigits(random: () => number): string {
  return Array.from({ length: 16 }, () => Math.floor(random() * 10)).join('');
}
