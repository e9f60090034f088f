import type { MnsClient } from '../clients/mns.ts';
import type { LiveRule } from '../clients/rules.ts';
import { maskedUrl } from '../domain/masked-url.ts';
import { providers } from '../domain/providers/index.ts';
import { creationCommand } from '../domain/rule-command.ts';
import { Failure } from '../errors.ts';
import { type Check, failed, failedCheck, ok, warning } from './diagnosis.ts';

/** Where a rule's messages go, looked at end by end. */

export interface WiringPorts {
  readonly mns: Pick<MnsClient, 'topicAttributes' | 'listSubscriptions' | 'subscription' | 'queueAttributes'>;
  readonly region: string;
  readonly accountId: string;
}

/** A topic, and the rules that publish to it; it is looked at once, whichever of them comes first. */
export interface TopicUse {
  readonly topic: string;
  readonly rules: readonly LiveRule[];
  /** What was found; undefined until it was looked at. */
  isSound?: boolean;
}

export function topicsOf(rules: readonly LiveRule[]): Map<string, TopicUse> {
  const topics = [...new Set(rules.flatMap(({ topic }) => topic ?? []))];
  return new Map(
    topics.map((topic) => [topic, { topic, rules: rules.filter((rule) => rule.topic === topic) }]),
  );
}

export async function* wiringChecks(
  { endpoint, name }: LiveRule,
  topic: TopicUse | undefined,
  ports: WiringPorts,
): AsyncGenerator<Check> {
  if (endpoint?.type === 'queue')
    yield await queueCheck(endpoint.value, `rule ${name}`, topic?.topic ?? 'TOPIC', ports);
  if (topic !== undefined && topic.isSound === undefined) yield* topicChecks(topic, ports);
}

async function* topicChecks({ topic, rules }: TopicUse, ports: WiringPorts): AsyncGenerator<Check> {
  const name = `topic ${topic}`;
  try {
    await ports.mns.topicAttributes(topic);
  } catch (error) {
    yield isMissing(error) ? missingTopic(topic, rules) : failedCheck(name, error, 'mns:GetTopicAttributes');
    return;
  }
  const users = rules.map((rule) => rule.name).join(', ');
  yield ok(name, rules.length > 1 ? `exists; rules ${users} publish to it` : 'exists');
  const isDirect = rules.every(({ endpoint }) => endpoint?.type === 'queue');
  yield* subscriptionChecks(topic, ports, isDirect);
}

function missingTopic(topic: string, rules: readonly LiveRule[]): Check {
  const names = rules.map(({ name }) => name);
  const [who, them] = names.length === 1 ? ['rule', 'it'] : ['rules', 'them'];
  const publish = names.length === 1 ? 'publishes' : 'publish';
  return failed(
    `topic ${topic}`,
    'topic-missing',
    `missing topic: ${who} ${names.join(', ')} ${publish} to ${topic}, which does not exist; making ${them} again makes it`,
    [`ossnotify rule delete ${names.join(' ')} --yes`, ...rules.map(asItWas)].join(' && '),
    'not-found',
  );
}

/** Making the rule again makes its topic, under the same name. */
function asItWas(rule: LiveRule): string {
  const { topic, endpoint } = rule;
  if (endpoint?.type !== 'queue') return creationCommand(rule, providers.oss, [`topic:${topic}`]);
  return `${creationCommand(rule, providers.oss, [`queue:${endpoint.value}`])} --direct`;
}

async function* subscriptionChecks(
  topic: string,
  ports: WiringPorts,
  isDirect: boolean,
): AsyncGenerator<Check> {
  const { mns, region, accountId } = ports;
  let names: string[];
  try {
    names = await mns.listSubscriptions(topic);
  } catch (error) {
    yield failedCheck(`subscriptions of ${topic}`, error, 'mns:ListSubscriptionByTopic');
    return;
  }
  if (names.length === 0 && !isDirect)
    yield warning(
      `subscriptions of ${topic}`,
      'nobody is subscribed: its messages go nowhere',
      `ossnotify tail ${topic}`,
    );
  for (const name of names) {
    const check = `subscription ${name}`;
    try {
      const { endpoint } = await mns.subscription(topic, name);
      const target = queueOf(endpoint);
      if (target === undefined) yield ok(check, maskedUrl(endpoint));
      else if (target.region === region && target.account === accountId)
        yield await queueCheck(target.queue, `topic ${topic}`, topic, ports);
      else yield elsewhere({ topic, name }, target, ports);
    } catch (error) {
      yield failedCheck(check, error, 'mns:GetSubscriptionAttributes');
    }
  }
}

interface QueueTarget {
  readonly region: string;
  readonly account: string;
  readonly queue: string;
}

/** Undefined for a URL. */
function queueOf(endpoint: string): QueueTarget | undefined {
  const [, region = '', account = '', queue] =
    /^acs:mns:([^:]*):([^:]*):\/?queues\/([^/]+)$/.exec(endpoint) ?? [];
  return queue === undefined ? undefined : { region, account, queue };
}

/** A subscription that can never deliver is in the way of one that does: it goes, and the queue comes to the topic. */
function elsewhere(
  { topic, name }: { readonly topic: string; readonly name: string },
  target: QueueTarget,
  { region, accountId }: WiringPorts,
): Check {
  const { queue } = target;
  const text =
    target.region === region
      ? `subscription in another account: its queue ${queue} belongs to ${target.account}, the topic to ${accountId}`
      : `subscription in another region: its queue ${queue} is in ${target.region}, the topic in ${region}`;
  const remedy = `ossnotify topic unsubscribe ${topic} ${name} --yes && ossnotify queue create ${queue} --topic ${topic}`;
  return failed(`subscription ${name}`, 'subscription-elsewhere', text, remedy);
}

/** `topic` is the one whose messages the queue is to get. */
async function queueCheck(queue: string, from: string, topic: string, { mns }: WiringPorts): Promise<Check> {
  const name = `queue ${queue}`;
  try {
    await mns.queueAttributes(queue);
    return ok(name, 'exists');
  } catch (error) {
    if (!isMissing(error)) return failedCheck(name, error, 'mns:GetQueueAttributes');
    return failed(
      name,
      'queue-missing',
      `missing queue: ${from} sends to ${queue}, which does not exist`,
      `ossnotify queue create ${queue} --topic ${topic}`,
      'not-found',
    );
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Failure && error.kind === 'not-found';
}
