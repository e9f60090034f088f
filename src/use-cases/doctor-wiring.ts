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

export async function* topicChecks(rule: LiveRule, ports: WiringPorts): AsyncGenerator<Check> {
  const { topic, endpoint, name: ruleName } = rule;
  if (endpoint?.type === 'queue') yield await queueCheck(endpoint.value, ruleName, ports);
  if (topic === undefined) return;
  const name = `topic ${topic}`;
  try {
    await ports.mns.topicAttributes(topic);
  } catch (error) {
    yield isMissing(error)
      ? failed(
          name,
          'topic-missing',
          `missing topic: rule ${ruleName} publishes to ${topic}, which does not exist`,
          `ossnotify rule delete ${ruleName} --yes, then create it again: that makes the topic`,
          'not-found',
        )
      : failedCheck(name, error, 'mns:GetTopicAttributes');
    return;
  }
  yield ok(name, 'exists');
  yield* subscriptionChecks(topic, ports, endpoint?.type === 'queue');
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
      else yield await queueCheck(queue, topic, ports);
    } catch (error) {
      yield failedCheck(check, error, 'mns:GetSubscriptionAttributes');
    }
  }
}

async function queueCheck(queue: string, from: string, { mns }: WiringPorts): Promise<Check> {
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
      `ossnotify queue create ${queue} --topic ${from}`,
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
