import { parseEndpoint } from './endpoint.ts';
import type { EventRuleRequest, Receiver } from './event-rule.ts';
import { Problem } from './problem.ts';
import type { Queues } from './queues.ts';
import type { Topics } from './topics.ts';

/** Where a rule publishes to; a rule without a topic among its receivers gets one of its own. */
export const topicAmong = (receivers: readonly Receiver[]): string | undefined =>
  receivers.find(({ kind }) => kind === 'topic')?.value;

/** What is wrong with where a rule is to deliver to. */
export function receiverProblem(
  { receivers, mode }: EventRuleRequest,
  { topics, queues }: { readonly topics: Topics; readonly queues: Queues },
): Problem | undefined {
  if (mode === 'DIRECT' && (receivers.length !== 1 || receivers[0]?.kind !== 'queue'))
    return new Problem('rule-invalid', 'DeliveryMode DIRECT is for one queue and nothing else');
  // A rule has one topic: another one would never get anything.
  if (receivers.filter(({ kind }) => kind === 'topic').length > 1)
    return new Problem('rule-invalid', 'Endpoints has more than one topic');
  for (const { kind, value } of receivers) {
    if (kind === 'topic' && topics.find(value) === undefined) return new Problem('topic-missing', value);
    if (kind === 'queue' && queues.find(value) === undefined) return new Problem('queue-missing', value);
    if (kind === 'http' && parseEndpoint(value)?.kind !== 'http')
      return new Problem('endpoint-invalid', value);
  }
  return undefined;
}
