import { formatDestination } from '../domain/destination.ts';
import type { Overlap } from '../domain/overlap.ts';
import { toPrintable } from '../domain/printable.ts';
import { formatResource } from '../domain/resource.ts';
import type { Rule } from '../domain/rule.ts';
import type { CreationPlan, CreationStep } from '../domain/rule-creation.ts';
import { Failure } from '../errors.ts';

type Creation = Extract<CreationPlan, { kind: 'create' }>;

/** The topic alone, so that scripts can take it; the whole plan for a dry run. */
export function creationText({ steps, endpoint }: Creation, isDryRun: boolean): string {
  return isDryRun ? steps.map((step) => `${describeStep(step)}\n`).join('') : `${endpoint.value}\n`;
}

function describeStep(step: CreationStep): string {
  if (step.kind === 'create-topic') return `would create topic ${step.topic}, unless it exists`;
  if (step.kind === 'subscribe')
    return `would subscribe ${formatDestination(step.to)} to topic ${step.topic} as ${step.subscription}`;
  const { name, bucket, events, resources } = step.rule;
  const keys = resources.map((resource) => toPrintable(formatResource(resource))).join(', ');
  return `would create rule ${name} on bucket ${bucket}: ${events.join(', ')} of ${keys} to ${step.endpoint.type} ${step.endpoint.value}`;
}

export function refusalOf(plan: Exclude<CreationPlan, Creation>, rule: Rule): Failure {
  if (plan.kind === 'overlap') return overlapRefusal(plan.overlaps, rule);
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
  const same = plan.kind === 'exists';
  const message = same ? `rule ${rule.name} exists already` : `another rule is called ${rule.name}`;
  return new Failure('conflict', same ? 'rule-exists' : 'name-taken', message, {
    hint: same
      ? 'nothing was changed; --if-exists skip makes this a success'
      : `choose another name, or look at it with: ossnotify rule get ${rule.name}`,
  });
}

/** Names both rules, both entries and the events; the witness key, and it alone, stands in double quotes. */
function overlapRefusal(overlaps: readonly Overlap[], rule: Rule): Failure {
  const [first] = overlaps;
  const sentence = first ? describeOverlap(first) : `rule ${rule.name} overlaps another`;
  const more = overlaps.length > 1 ? ` (and ${overlaps.length - 1} more)` : '';
  return new Failure('conflict', 'rules-overlap', `${sentence}${more}`, {
    hint: 'nothing was changed; make the prefixes or the suffixes differ, or split the events (--force leaves it to the service)',
  });
}

function describeOverlap({
  ruleA,
  entryA,
  ruleB,
  entryB,
  events,
  witness,
  level,
  dimension,
}: Overlap): string {
  const [a, b] = [entryA, entryB].map((entry) => toPrintable(formatResource(entry)));
  const shared = events.join(', ');
  return level === 'error'
    ? `rule ${ruleA} (${a}) overlaps rule ${ruleB} (${b}) for ${shared}: both match the key "${toPrintable(witness)}"`
    : `rule ${ruleA} (${a}) and rule ${ruleB} (${b}) share their ${dimension} for ${shared}, which the service may refuse`;
}
