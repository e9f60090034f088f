import type { MnsClient } from '../clients/mns.ts';
import type { LiveRule } from '../clients/rules.ts';
import { maskedUrl } from '../domain/masked-url.ts';
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
    yield await queueCheck(endpoint.value, `rule ${name}`, `ossnotify queue create ${endpoint.value}`, ports);
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
    `missing topic: ${who} ${names.join(', ')} ${publish} to ${topic}, which does not exist`,
    `ossnotify rule delete ${names.join(' ')} --yes, then create ${them} again: that makes the topic`,
    'not-found',
  );
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
      const [, itsRegion, itsAccount, queue] =
        /^acs:mns:([^:]*):([^:]*):\/?queues\/([^/]+)$/.exec(endpoint) ?? [];
      if (queue === undefined) yield ok(check, maskedUrl(endpoint));
      else if (itsRegion !== region)
        yield failed(
          check,
          'subscription-elsewhere',
          `subscription in another region: its queue ${queue} is in ${itsRegion}, the topic in ${region}`,
          `ossnotify queue create ${queue} --topic ${topic} --region ${region}`,
        );
      else if (itsAccount !== accountId)
        yield failed(
          check,
          'subscription-elsewhere',
          `the subscription's queue ${queue} belongs to account ${itsAccount}, not ${accountId}`,
          `ossnotify queue create ${queue} --topic ${topic}`,
        );
      else
        yield await queueCheck(
          queue,
          `topic ${topic}`,
          `ossnotify queue create ${queue} --topic ${topic}`,
          ports,
        );
    } catch (error) {
      yield failedCheck(check, error, 'mns:GetSubscriptionAttributes');
    }
  }
}

async function queueCheck(queue: string, from: string, remedy: string, { mns }: WiringPorts): Promise<Check> {
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
      remedy,
      'not-found',
    );
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Failure && error.kind === 'not-found';
}

/** KS3 calls its URLs over the Internet. An emulator on this machine delivers to this machine. */
export async function* callbackChecks(
  { subscriptions, name: rule, bucket }: LiveRule,
  isLocal: boolean,
): AsyncGenerator<Check> {
  for (const { value } of subscriptions) {
    const url = maskedUrl(value);
    yield !isPrivate(value) || (isLocal && isLoopback(value))
      ? ok(`callback of ${rule}`, url)
      : failed(
          `callback of ${rule}`,
          'callback-unreachable',
          `callback not reachable from the Internet: ${url} is an address of a private network`,
          `ossnotify rule create ${rule} --bucket ${bucket} --to https://PUBLIC-HOST/... --yes --provider ks3`,
        );
  }
}

function isLoopback(url: string): boolean {
  return /^https?:\/\/(localhost|127\.|\[::1\])/.test(url);
}

/** Loopback, link-local and private addresses (RFC 1918, RFC 4193), and names that only a private network has. */
function isPrivate(url: string): boolean {
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  return /^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|\[(::1|f[cd]|fe80))|\.(local|internal|localhost)$|^[^.:[]+$/.test(
    host,
  );
}
