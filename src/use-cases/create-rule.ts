import type { MnsClient, SubscribeOptions } from '../clients/mns.ts';
import type { ChangeOutcome, LiveRule, Rules } from '../clients/rules.ts';
import type { DeliveryStyle } from '../domain/desired-rule.ts';
import { formatDestination } from '../domain/destination.ts';
import type { CreationStep } from '../domain/rule-creation.ts';
import { Failure, ServiceError } from '../errors.ts';
import { requireAgreed } from './namesakes.ts';
import { deliveriesOf } from './read-deliveries.ts';
import { type Made, madeSubscription, takeBack } from './take-back.ts';

export interface CreationPorts {
  readonly rules: Rules;
  /** What a rule's topic and subscriptions need; rules of KS3 have neither. */
  readonly mns?: MnsClient;
  /** `acs:mns:<region>:<account>:queues/<queue>`, which is how a subscription names a queue. */
  queueEndpoint(queue: string): string;
  /** The rule that somebody agreed to overwrite, as it was shown; any other of that name is not overwritten. */
  readonly overwrites?: LiveRule;
}

/**
 * Carries out the steps in order. When one fails, what the earlier ones made (and nothing that stood before)
 * is removed again, newest first. Gives what came of the rule's own write, where that is known to be looked at again.
 */
export async function createRule(
  steps: readonly CreationStep[],
  ports: CreationPorts,
): Promise<ChangeOutcome | undefined> {
  const made: Made[] = [];
  let outcome: ChangeOutcome | undefined;
  if (ports.mns) await requireQueues(steps, ports.mns);
  try {
    for (const step of steps) {
      if (step.kind === 'create-rule') {
        outcome = await writeRule(step, ports);
        continue;
      }
      const one = await carryOut(step, ports);
      if (one) made.push(one);
    }
    return outcome;
  } catch (error) {
    throw await takeBack(made, error);
  }
}

async function writeRule(
  { rule, endpoint }: Extract<CreationStep, { kind: 'create-rule' }>,
  { rules, overwrites }: CreationPorts,
): Promise<ChangeOutcome | undefined> {
  const made = { ...rule, endpoint };
  if (rules.changeTogether === undefined) {
    await rules.create(made);
    return undefined;
  }
  const agreed = overwrites === undefined ? [] : [overwrites];
  if (agreed.some(({ bucket }) => bucket !== rule.bucket)) await requireAgreed([rule.name], agreed, rules);
  return rules.changeTogether({ overwrites: agreed, remove: [], add: [made] });
}

async function carryOut(
  step: Exclude<CreationStep, { kind: 'create-rule' }>,
  { mns, queueEndpoint }: CreationPorts,
): Promise<Made | undefined> {
  if (mns === undefined) return undefined;
  if (step.kind === 'subscribe') return subscribe(step, mns, queueEndpoint);
  return createTopic(step, mns);
}

/** A topic that stood before, whatever its attributes, is taken as it is. */
async function createTopic(
  { topic, maximumMessageBytes }: Extract<CreationStep, { kind: 'create-topic' }>,
  mns: MnsClient,
): Promise<Made | undefined> {
  try {
    const attributes = maximumMessageBytes === undefined ? {} : { maximumMessageBytes };
    if ((await mns.createTopic(topic, attributes)) !== 'created') return undefined;
    return {
      what: `topic ${topic}`,
      removal: `topic delete ${topic}`,
      remove: () => mns.deleteTopic(topic),
    };
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'TopicAlreadyExist') return undefined;
    throw error;
  }
}

/** Whoever is subscribed already, under whatever name, would get every message twice. */
export async function subscribe(
  { topic, subscription, to, style }: Extract<CreationStep, { kind: 'subscribe' }>,
  mns: MnsClient,
  queueEndpoint: (queue: string) => string,
): Promise<Made | undefined> {
  const there = await deliveriesOf(topic, '', mns);
  if (there.some((delivery) => formatDestination(delivery.to) === formatDestination(to))) return undefined;
  const endpoint = to.kind === 'queue' ? queueEndpoint(to.name) : to.url;
  const outcome = await mns.subscribe(topic, subscription, { endpoint, ...wireStyle(style) });
  return outcome === 'created' ? madeSubscription(topic, subscription, mns) : undefined;
}

function wireStyle({ format, retry }: DeliveryStyle): Pick<SubscribeOptions, 'format' | 'strategy'> {
  const formats = { simplified: 'SIMPLIFIED', json: 'JSON', xml: 'XML' } as const;
  return {
    format: formats[format],
    strategy: retry === 'decay' ? 'EXPONENTIAL_DECAY_RETRY' : 'BACKOFF_RETRY',
  };
}

/** A subscription to a queue that does not exist is accepted by the service and then fails in silence. */
export async function requireQueues(steps: readonly CreationStep[], mns: MnsClient): Promise<void> {
  for (const queue of queuesOf(steps)) {
    try {
      await mns.queueAttributes(queue);
    } catch (error) {
      throw error instanceof ServiceError && error.code === 'QueueNotExist' ? noQueue(queue, error) : error;
    }
  }
}

/** The queues that must be there before anything is made. */
export function queuesOf(steps: readonly CreationStep[]): string[] {
  return steps.flatMap(queueOf);
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
