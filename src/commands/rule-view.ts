import type { LiveRule } from '../clients/rules.ts';
import { formatResource } from '../domain/resource.ts';

/** A live rule in the words of a rule file, with what the service adds. */
export function ruleView({
  name,
  bucket,
  events,
  resources,
  topic,
  endpoint,
  subscriptions,
  warnings,
}: LiveRule) {
  return {
    name,
    bucket,
    events: [...events],
    match: resources.map(formatResource),
    ...(topic !== undefined && { topic }),
    ...(endpoint && { endpoint: `${endpoint.type}:${endpoint.value}` }),
    subscriptions: subscriptions.map(({ type, value }) => `${type}:${value}`),
    ...(warnings && warnings.length > 0 && { warnings: [...warnings] }),
  };
}

/** Where the rule's messages go first. */
export function targetOf({ topic, endpoint }: LiveRule): string {
  if (endpoint?.type === 'queue' && topic === undefined) return `queue:${endpoint.value}`;
  return topic === undefined ? '' : `topic:${topic}`;
}
