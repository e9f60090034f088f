import type { Delivery } from '../domain/delivery.ts';
import { formatDestination } from '../domain/destination.ts';
import { maskedUrl } from '../domain/masked-url.ts';
import type { Difference, PlannedChange } from '../domain/plan.ts';
import { toPrintable } from '../domain/printable.ts';
import { type Provider, providers } from '../domain/providers/index.ts';
import { formatResource } from '../domain/resource.ts';
import type { Rule } from '../domain/rule.ts';
import { painter } from '../terminal.ts';
import type { ScopePlan } from '../use-cases/plan-rules.ts';

/** A plan for people and for programs. What a URL hides stays hidden in both. */

const MARKS: Readonly<Record<PlannedChange['kind'], string>> = {
  create: '+',
  replace: '~',
  rewire: '~',
  delete: '-',
  keep: '=',
  foreign: ' ',
};

type Paint = ReturnType<typeof painter>;

export function planText(plans: readonly ScopePlan[], level: Parameters<typeof painter>[0]): string {
  const paint = painter(level);
  return plans.map((planned) => scopeText(planned, paint)).join('');
}

function scopeText({ scope, plan }: ScopePlan, paint: Paint): string {
  const provider = providers[scope.provider];
  const place = [provider.label, scope.region, scope.bucket && `bucket ${scope.bucket}`]
    .filter(Boolean)
    .join(', ');
  const changes = plan.changes.flatMap((change) => changeLines(change, provider, paint));
  const conflicts = plan.conflicts.flatMap(({ level, message, hint }) => [
    `  ${level === 'error' ? paint.red('conflict:') : paint.yellow('warning:')} ${message}`,
    `    ${paint.cyan('hint:')} ${hint}`,
  ]);
  return `${[paint.bold(place), ...changes, ...conflicts].join('\n')}\n`;
}

function changeLines(change: PlannedChange, provider: Provider, paint: Paint): string[] {
  const name = 'rule' in change ? change.rule.name : change.live.name;
  const head = `${MARKS[change.kind]} ${change.kind.padEnd(7)} ${name}`;
  const color = { create: paint.green, delete: paint.red, replace: paint.yellow, rewire: paint.yellow };
  const tint = change.kind === 'keep' || change.kind === 'foreign' ? paint.dim : color[change.kind];
  return [`  ${tint(head)}${aside(change)}`, ...details(change, provider).map((line) => `      ${line}`)];
}

function aside(change: PlannedChange): string {
  if (change.kind === 'create') return `: ${summary(change.rule)}`;
  if (change.kind === 'delete') return `: ${summary(change.live)}`;
  return change.kind === 'foreign' ? ` (bucket ${change.live.bucket}; not in the file, left alone)` : '';
}

function details(change: PlannedChange, provider: Provider): string[] {
  if (change.kind === 'replace')
    return [...change.differences.map(differenceText), gapText(change.rule.name, provider)];
  if (change.kind !== 'rewire') return [];
  return [
    ...change.rewiring.unsubscribe.map((delivery) => `unsubscribe ${deliveryText(delivery)}`),
    ...change.rewiring.subscribe.map((to) => `subscribe ${maskedUrl(formatDestination(to))}`),
  ];
}

/** The moment without a rule, named before anybody agrees to it. */
function gapText(name: string, { ruleScope, activationMinutes, label }: Provider): string {
  const how = ruleScope === 'bucket' ? 'is overwritten in one write' : 'is deleted, then made anew';
  return `${name} ${how}: until the new one works, about ${activationMinutes} minutes by the documents of ${label}, its events may be lost`;
}

function differenceText({ member, was, becomes }: Difference): string {
  const text = (values: readonly string[]) => toPrintable(values.map(maskedUrl).join(', ')) || '(none)';
  return `${member}: ${text(was)} -> ${text(becomes)}`;
}

function deliveryText({ name, to }: Delivery): string {
  return `${maskedUrl(formatDestination(to))} (${name})`;
}

function summary({ bucket, events, resources }: Rule): string {
  return toPrintable(
    `${events.join(', ')} of ${resources.map(formatResource).join(', ')} on bucket ${bucket}`,
  );
}

export function planValue(plans: readonly ScopePlan[]) {
  return plans.map(({ scope, plan }) => ({
    provider: scope.provider,
    ...(scope.region !== undefined && { region: scope.region }),
    ...(scope.bucket !== undefined && { bucket: scope.bucket }),
    changes: plan.changes.map(changeValue),
    conflicts: plan.conflicts,
  }));
}

function changeValue(change: PlannedChange) {
  const rule = 'rule' in change ? change.rule : change.live;
  const value = { kind: change.kind, rule: rule.name, bucket: rule.bucket };
  if (change.kind === 'replace') return { ...value, differences: change.differences.map(maskedDifference) };
  if (change.kind === 'rewire') {
    const { subscribe, unsubscribe } = change.rewiring;
    return {
      ...value,
      subscribe: subscribe.map((to) => maskedUrl(formatDestination(to))),
      unsubscribe: unsubscribe.map(({ name }) => name),
    };
  }
  if (change.kind === 'keep' || change.kind === 'foreign') return value;
  return { ...value, events: rule.events, match: rule.resources.map(formatResource) };
}

function maskedDifference({ member, was, becomes }: Difference) {
  return { member, was: was.map(maskedUrl), becomes: becomes.map(maskedUrl) };
}
