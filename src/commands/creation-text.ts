import { formatDestination } from '../domain/destination.ts';
import { maskedUrl } from '../domain/masked-url.ts';
import type { Overlap } from '../domain/overlap.ts';
import { overlapRemedy, overlapSentence } from '../domain/overlap-report.ts';
import { toPrintable } from '../domain/printable.ts';
import type { Provider } from '../domain/providers/index.ts';
import { formatResource } from '../domain/resource.ts';
import type { Rule } from '../domain/rule.ts';
import type { CreationPlan, CreationStep } from '../domain/rule-creation.ts';
import type { RuleEndpoint } from '../domain/rule-endpoint.ts';
import { formatReport } from '../domain/rule-file-rule.ts';
import { Failure } from '../errors.ts';

type Creation = Extract<CreationPlan, { kind: 'create' }>;

/** The topic alone (KS3: the rule), so that scripts can take it; the whole plan for a dry run. */
export function creationText(
  { steps, endpoint, overwrites }: Creation,
  rule: Rule,
  isDryRun: boolean,
): string {
  if (isDryRun) {
    const lost = overwrites && `would overwrite ${describeRule(overwrites)}`;
    return [...steps.map(describeStep), ...(lost ? [lost] : [])].map((line) => `${line}\n`).join('');
  }
  return `${endpoint.type === 'http' ? rule.name : endpoint.value}\n`;
}

/** The plan for programs; what a URL hides stays hidden. */
export function creationValue({ steps, endpoint }: Creation) {
  return { endpoint: shownEndpoint(endpoint), steps: steps.map(shownStep) };
}

function shownEndpoint(endpoint: RuleEndpoint): RuleEndpoint {
  return endpoint.type === 'http' ? { ...endpoint, urls: endpoint.urls.map(maskedUrl) } : endpoint;
}

function shownStep(step: CreationStep): CreationStep {
  if (step.kind === 'create-rule') return { ...step, endpoint: shownEndpoint(step.endpoint) };
  if (step.kind === 'subscribe' && step.to.kind === 'url')
    return { ...step, to: { ...step.to, url: maskedUrl(step.to.url) } };
  return step;
}

/** The receiver in the words of `--to`. */
export function describeEndpoint(endpoint: RuleEndpoint): string {
  if (endpoint.type !== 'http') return `${endpoint.type} ${endpoint.value}`;
  const report = endpoint.report ? `, failures listed in ${formatReport(endpoint.report)}` : '';
  return `${endpoint.method} ${endpoint.urls.map(maskedUrl).join(', ')}${report}`;
}

function describeStep(step: CreationStep): string {
  if (step.kind === 'create-topic') return `would create topic ${step.topic}, unless it exists`;
  if (step.kind === 'subscribe')
    return `would subscribe ${maskedUrl(formatDestination(step.to))} to topic ${step.topic} as ${step.subscription}`;
  return `would create ${describeRule(step.rule)} to ${describeEndpoint(step.endpoint)}`;
}

function describeRule({ name, bucket, events, resources }: Rule): string {
  const keys = resources.map((resource) => toPrintable(formatResource(resource))).join(', ');
  return `rule ${name} on bucket ${bucket}: ${events.join(', ')} of ${keys}`;
}

export function refusalOf(plan: Exclude<CreationPlan, Creation>, rule: Rule, provider: Provider): Failure {
  if (plan.kind === 'overlap') return overlapRefusal(plan.overlaps, rule, provider);
  if (plan.kind === 'too-many') {
    return new Failure(
      'conflict',
      'too-many-rules',
      `there are ${plan.limit} rules already, and the service allows no more`,
      {
        hint: 'delete one with: ossnotify rule delete NAME; or pass --force if your quota was raised',
      },
    );
  }
  const message =
    plan.kind === 'exists'
      ? `rule ${rule.name} exists already`
      : `another rule is called ${rule.name}: its ${plan.apart.join(', ')} ${plan.apart.length === 1 ? 'is' : 'are'} different`;
  return new Failure('conflict', plan.kind === 'exists' ? 'rule-exists' : 'name-taken', message, {
    hint:
      plan.kind === 'exists'
        ? 'nothing was changed; --if-exists skip makes this a success'
        : `choose another name, or look at it with: ossnotify rule get ${rule.name}`,
  });
}

/** Names both rules, both entries and the events; the witness key, and it alone, stands in double quotes. */
function overlapRefusal(overlaps: readonly Overlap[], rule: Rule, provider: Provider): Failure {
  const [first] = overlaps;
  const sentence = first ? overlapSentence(first, provider) : `rule ${rule.name} overlaps another`;
  const more = overlaps.length > 1 ? ` (and ${overlaps.length - 1} more)` : '';
  const remedy = first
    ? overlapRemedy(first)
    : 'make the prefixes or the suffixes differ, or split the events';
  return new Failure('conflict', 'rules-overlap', `${sentence}${more}`, {
    hint: `nothing was changed; ${remedy} (--force leaves it to the service)`,
  });
}
