import type { MnsClient } from '../clients/mns.ts';
import type { Rules } from '../clients/rules.ts';
import { Failure } from '../errors.ts';

/**
 * The subscriptions that go with the topic.
 * @throws {Failure} of kind not-found without such a topic, of kind conflict while a rule publishes to it: the rule
 * would go on, and its events would be lost.
 */
export async function requireUnusedTopic(
  topic: string,
  rules: Pick<Rules, 'list'>,
  mns: Pick<MnsClient, 'topicAttributes' | 'listSubscriptions'>,
): Promise<string[]> {
  await mns.topicAttributes(topic);
  const user = (await rules.list()).find((rule) => rule.topic === topic);
  if (user === undefined) return mns.listSubscriptions(topic);
  throw new Failure('conflict', 'topic-in-use', `rule ${user.name} publishes to topic ${topic}`, {
    hint: `nothing was deleted; delete the rule first: ossnotify rule delete ${user.name} --cascade`,
  });
}
