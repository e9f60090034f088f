import type { Delivery, WiredRule } from './delivery.ts';
import { type DeliveryStyle, USUAL_STYLE } from './desired-rule.ts';
import { formatDestination } from './destination.ts';
import { gatherEventTypes } from './event-type.ts';
import type { Provider } from './providers/index.ts';
import { formatResource } from './resource.ts';
import { formatReport } from './rule-file-rule.ts';

/** Live rules as the documents of a rule file: reading them back plans no change. */
export function exportRules(rules: readonly WiredRule[], provider: Provider, region: string | undefined) {
  const buckets = [...new Set(rules.map(({ bucket }) => bucket))];
  return buckets.map((bucket) => ({
    provider: provider.name,
    ...(region !== undefined && { region }),
    bucket,
    rules: rules.filter((rule) => rule.bucket === bucket).map((rule) => exportRule(rule, provider)),
  }));
}

function exportRule(rule: WiredRule, provider: Provider) {
  const { name, events, resources, method, report } = rule;
  const isDirect = rule.endpoint?.type === 'queue';
  const style = ownStyle(rule.deliveries ?? []);
  return {
    name,
    events: provider.sendsWildcards ? [...events] : gatherEventTypes(events, provider),
    match: resources.map(formatResource),
    to: destinationsOf(rule, isDirect),
    ...(isDirect && { direct: true }),
    ...(style.format !== USUAL_STYLE.format && { format: style.format }),
    ...(style.retry !== USUAL_STYLE.retry && { retry: style.retry }),
    ...(method !== undefined && method !== provider.callbackMethods[0] && { method }),
    ...(report && { report: formatReport(report) }),
  };
}

function destinationsOf(rule: WiredRule, isDirect: boolean): string[] {
  const { topic, endpoint, subscriptions, method } = rule;
  if (isDirect) return [`queue:${endpoint?.value}`];
  const receivers =
    rule.deliveries?.map(({ to }) => formatDestination(to)) ??
    subscriptions.map(({ type, value }) => (type === 'http' ? value : `${type}:${value}`));
  return [...(method === undefined && topic !== undefined ? [`topic:${topic}`] : []), ...new Set(receivers)];
}

/** One style a rule: that of the first subscription which the rule made. */
function ownStyle(deliveries: readonly Delivery[]): DeliveryStyle {
  return deliveries.find(({ own }) => own)?.style ?? USUAL_STYLE;
}
