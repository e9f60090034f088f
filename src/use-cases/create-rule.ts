import type { MnsClient } from '../clients/mns.ts';
import type { Rules } from '../clients/rules.ts';
import type { CreationStep } from '../domain/rule-creation.ts';
import { Failure, ServiceError } from '../errors.ts';

export interface CreationPorts {
  readonly mns: MnsClient;
  readonly rules: Rules;
  /** `acs:mns:<region>:<account>:queues/<queue>`, which is how a subscription names a queue. */
  queueEndpoint(queue: string): string;
}

/**
 * Carries out the steps in order. When one fails, what the earlier ones made (and nothing that stood before)
 * is removed again, newest first.
 */
export async function createRule(steps: readonly CreationStep[], ports: CreationPorts): Promise<void> {
  const undo: (() => Promise<unknown>)[] = [];
  await requireQueues(steps, ports.mns);
  try {
    for (const step of steps) {
      const revert = await carryOut(step, ports);
      if (revert) undo.unshift(revert);
    }
  } catch (error) {
    for (const revert of undo) await revert().catch(() => {});
    throw error;
  }
}

async function carryOut(
  step: CreationStep,
  ports: CreationPorts,
): Promise<(() => Promise<unknown>) | undefined> {
  const { mns, rules } = ports;
  if (step.kind === 'create-topic') {
    const made = await mns.createTopic(step.topic);
    return made === 'created' ? () => mns.deleteTopic(step.topic) : undefined;
  }
  if (step.kind === 'subscribe') {
    const { topic, subscription, to } = step;
    const endpoint = to.kind === 'queue' ? ports.queueEndpoint(to.name) : to.url;
    const made = await mns.subscribe(topic, subscription, { endpoint, format: 'SIMPLIFIED' });
    return made === 'created' ? () => mns.unsubscribe(topic, subscription) : undefined;
  }
  await rules.create({ ...step.rule, endpoint: step.endpoint });
  return undefined;
}

/** A subscription to a queue that does not exist is accepted by the service and then fails in silence. */
async function requireQueues(steps: readonly CreationStep[], mns: MnsClient): Promise<void> {
  for (const queue of steps.flatMap(queueOf)) {
    try {
      await mns.queueAttributes(queue);
    } catch (error) {
      throw error instanceof ServiceError && error.code === 'QueueNotExist' ? noQueue(queue, error) : error;
    }
  }
}

function queueOf(step: CreationStep): string[] {
  if (step.kind === 'subscribe') return step.to.kind === 'queue' ? [step.to.name] : [];
  return step.kind === 'create-rule' && step.endpoint.type === 'queue' ? [step.endpoint.value] : [];
}

function noQueue(queue: string, cause: ServiceError): Failure {
  return new Failure('not-found', cause.code, `there is no queue ${queue}; nothing was created`, {
    hint: 'make the queue first, or name another one with --to queue:NAME',
    ...(cause.requestId && { requestId: cause.requestId }),
    cause,
  });
}
