import type { LiveRule, Receiver } from '../clients/rules.ts';
import { gatherEventTypes } from '../domain/event-type.ts';
import { maskedUrl } from '../domain/masked-url.ts';
import type { Provider } from '../domain/providers/index.ts';
import { formatResource } from '../domain/resource.ts';
import { formatReport } from '../domain/rule-file-rule.ts';

/** A live rule in the words of a rule file, with what the service adds; what a URL hides stays hidden. */
export function ruleView(rule: LiveRule, provider: Provider) {
  const { name, bucket, events, resources, topic, endpoint, subscriptions, method, report, warnings } = rule;
  return {
    name,
    bucket,
    events: eventsInWords(events, provider),
    match: resources.map(formatResource),
    ...(topic !== undefined && { topic }),
    ...(endpoint && { endpoint: receiverInWords(endpoint) }),
    subscriptions: subscriptions.map(receiverInWords),
    ...(method !== undefined && { method }),
    ...(report && { report: formatReport(report) }),
    ...(warnings && warnings.length > 0 && { warnings: [...warnings] }),
  };
}

/** As `--to` takes it. */
function receiverInWords({ type, value }: Receiver): string {
  return type === 'http' ? maskedUrl(value) : `${type}:${value}`;
}

/** KS3 holds the types behind a wildcard, which is what somebody wrote. */
export function eventsInWords(events: readonly string[], provider: Provider): string[] {
  return provider.sendsWildcards ? [...events] : gatherEventTypes(events, provider);
}

/** Where the rule's messages go first. */
export function targetOf({ topic, endpoint, method, subscriptions }: LiveRule): string {
  if (method !== undefined) return subscriptions.map(({ value }) => maskedUrl(value)).join(' ');
  if (endpoint?.type === 'queue' && topic === undefined) return `queue:${endpoint.value}`;
  return topic === undefined ? '' : `topic:${topic}`;
}
