import type { LiveRule } from '../clients/rules.ts';
import { maskedUrl } from '../domain/masked-url.ts';
import { formatResource } from '../domain/resource.ts';
import { formatReport } from '../domain/rule-file-rule.ts';

/** A live rule in the words of a rule file, with what the service adds; what a URL hides stays hidden. */
export function ruleView(rule: LiveRule) {
  const { name, bucket, events, resources, topic, endpoint, subscriptions, method, report, warnings } = rule;
  return {
    name,
    bucket,
    events: [...events],
    match: resources.map(formatResource),
    ...(topic !== undefined && { topic }),
    ...(endpoint && { endpoint: `${endpoint.type}:${maskedUrl(endpoint.value)}` }),
    subscriptions: subscriptions.map(({ type, value }) => `${type}:${maskedUrl(value)}`),
    ...(method !== undefined && { method }),
    ...(report && { report: formatReport(report) }),
    ...(warnings && warnings.length > 0 && { warnings: [...warnings] }),
  };
}

/** Where the rule's messages go first. */
export function targetOf({ topic, endpoint, method, subscriptions }: LiveRule): string {
  if (method !== undefined) return subscriptions.map(({ value }) => maskedUrl(value)).join(' ');
  if (endpoint?.type === 'queue' && topic === undefined) return `queue:${endpoint.value}`;
  return topic === undefined ? '' : `topic:${topic}`;
}
