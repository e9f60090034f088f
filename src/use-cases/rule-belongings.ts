import type { MnsClient } from '../clients/mns.ts';
import type { LiveRule } from '../clients/rules.ts';
import { isSubscriptionOf, isTopicOf } from '../domain/delivery.ts';
import { topicMarkBytes } from '../domain/topic-mark.ts';
import { Failure } from '../errors.ts';

/** What was made for a rule, and nobody else uses: it goes with the rule. */
export type Belonging =
  | { readonly kind: 'subscription'; readonly topic: string; readonly name: string }
  | { readonly kind: 'topic'; readonly name: string };

export interface StayingTopic {
  readonly topic: string;
  readonly because: 'used-by-rules' | 'has-other-subscriptions' | 'not-made-for-it';
  /** Names of those rules, or of those subscriptions. */
  readonly of: readonly string[];
}

export interface Belongings {
  readonly own: readonly Belonging[];
  readonly stays?: StayingTopic;
}

interface Surroundings {
  /** The rules that stay. */
  readonly others: readonly LiveRule[];
  /** The rules that this very command has deleted: what was made for them may go, too. */
  readonly gone: readonly string[];
}

type Mns = Pick<MnsClient, 'listSubscriptions' | 'topicAttributes'>;

/** Subscriptions that carry the rule's name; the topic, if it was made for the rule and nobody else uses it. */
export async function belongingsOf(
  { name: rule, topic }: LiveRule,
  { others, gone }: Surroundings,
  mns: Mns,
): Promise<Belongings> {
  if (topic === undefined) return { own: [] };
  const subscriptions = await unlessMissing(mns.listSubscriptions(topic));
  if (subscriptions === undefined) return { own: [] };
  const isOwn = (name: string) => isSubscriptionOf(name, rule);
  const own = subscriptions.filter(isOwn).map((name): Belonging => ({ kind: 'subscription', topic, name }));
  const users = others.filter((other) => other.topic === topic).map(({ name }) => name);
  if (users.length > 0) return { own, stays: { topic, because: 'used-by-rules', of: users } };
  const foreign = subscriptions.filter((name) => !isOwn(name));
  if (foreign.length > 0) return { own, stays: { topic, because: 'has-other-subscriptions', of: foreign } };
  if (!(await isMadeFor(topic, [rule, ...gone], mns)))
    return { own, stays: { topic, because: 'not-made-for-it', of: [] } };
  return { own: [...own, { kind: 'topic', name: topic }] };
}

async function isMadeFor(topic: string, rules: readonly string[], mns: Mns): Promise<boolean> {
  if (rules.some((rule) => isTopicOf(topic, rule))) return true;
  const attributes = await unlessMissing(mns.topicAttributes(topic));
  return rules.some((rule) => attributes?.maximumMessageBytes === topicMarkBytes(rule));
}

/** Undefined when the topic has gone already. */
async function unlessMissing<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Failure && error.kind === 'not-found') return undefined;
    throw error;
  }
}
