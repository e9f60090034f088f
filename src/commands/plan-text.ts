import { type Delivery, isTopicOf, type Restyling } from '../domain/delivery.ts';
import { type DesiredRule, USUAL_STYLE } from '../domain/desired-rule.ts';
import { type Destination, formatDestination } from '../domain/destination.ts';
import { maskedUrl } from '../domain/masked-url.ts';
import type { Difference, PlannedChange } from '../domain/plan.ts';
import { toPrintable } from '../domain/printable.ts';
import { type Provider, providers } from '../domain/providers/index.ts';
import { formatResource } from '../domain/resource.ts';
import type { Rule } from '../domain/rule.ts';
import { painter } from '../terminal.ts';
import type { ScopePlan } from '../use-cases/plan-rules.ts';
import { maskedDestination, withoutOtherBuckets } from './plan-value.ts';
import { eventsInWords } from './rule-view.ts';

/** A plan for people. What a URL hides stays hidden. */

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
  const { shown, elsewhere } = withoutOtherBuckets({ scope, plan });
  const changes = shown.flatMap((change) => changeLines(change, provider, paint));
  const rest = elsewhere === 0 ? [] : [`    ${paint.dim(elsewhereText(elsewhere))}`];
  const conflicts = plan.conflicts.flatMap(({ level, message, hint }) => [
    `  ${level === 'error' ? paint.red('conflict:') : paint.yellow('warning:')} ${message}`,
    `    ${paint.cyan('hint:')} ${hint}`,
  ]);
  return `${[paint.bold(place), ...changes, ...rest, ...conflicts].join('\n')}\n`;
}

function elsewhereText(count: number): string {
  return `${count} ${count === 1 ? 'rule' : 'rules'} of other buckets, left alone`;
}

function changeLines(change: PlannedChange, provider: Provider, paint: Paint): string[] {
  const name = 'rule' in change ? change.rule.name : change.live.name;
  const head = `${MARKS[change.kind]} ${change.kind.padEnd(7)} ${name}`;
  const color = { create: paint.green, delete: paint.red, replace: paint.yellow, rewire: paint.yellow };
  const tint = change.kind === 'keep' || change.kind === 'foreign' ? paint.dim : color[change.kind];
  return [
    `  ${tint(head)}${aside(change, provider)}`,
    ...details(change, provider).map((line) => `      ${line}`),
  ];
}

function aside(change: PlannedChange, provider: Provider): string {
  if (change.kind === 'create') return `: ${summary(change.rule, provider)}${destinationAside(change.rule)}`;
  if (change.kind === 'delete') return `: ${summary(change.live, provider)}`;
  return change.kind === 'foreign' ? ` (not in the file, left alone)` : '';
}

function details(change: PlannedChange, provider: Provider): string[] {
  if (change.kind === 'rewire') return rewiringLines(change);
  if (change.kind === 'create' && change.takes) return [takingText(change.takes, provider)];
  if (change.kind === 'delete') return ownTopicLines(change);
  if (change.kind !== 'replace') return [];
  const { differences, rule } = change;
  return [
    ...differences.map(differenceText),
    ...rewiringLines(change),
    ...leftTopicLines(change),
    gapText(rule.name, provider),
  ];
}

function takingText(taken: Rule, provider: Provider): string {
  return `takes rule ${taken.name} away from bucket ${taken.bucket}, where it is overwritten: ${summary(taken, provider)}`;
}

/** A pruned rule leaves the topic that was made for it alone. */
function ownTopicLines({ live: { name, topic } }: Extract<PlannedChange, { kind: 'delete' }>): string[] {
  return topic !== undefined && isTopicOf(topic, name) ? [leftTopic(topic)] : [];
}

function leftTopic(topic: string): string {
  return `topic ${topic} stays; this deletes it: ossnotify topic delete ${topic}`;
}

/** A replaced rule leaves its topic where the new one has another. */
function leftTopicLines({ live, differences }: Extract<PlannedChange, { kind: 'replace' }>): string[] {
  const moves = differences.some(({ member, was }) => member === 'to' && was.includes(`topic:${live.topic}`));
  return moves && live.topic !== undefined ? [leftTopic(live.topic)] : [];
}

function rewiringLines({ rule, rewiring }: Extract<PlannedChange, { rewiring: unknown }>): string[] {
  const again = new Set(rewiring.restyle.map(({ to }) => formatDestination(to)));
  const isNew = (to: Destination) => !again.has(formatDestination(to));
  return [
    ...rewiring.unsubscribe.filter(({ to }) => isNew(to)).map((each) => `unsubscribe ${deliveryText(each)}`),
    ...rewiring.subscribe
      .filter(isNew)
      .map((to) => `subscribe ${maskedDestination(to)}${styleAside(rule.style)}`),
    ...rewiring.restyle.map((each) => `subscribe ${maskedDestination(each.to)} anew: ${restyleText(each)}`),
  ];
}

function destinationAside({ destinations, direct }: DesiredRule): string {
  if (destinations.length === 0) return '';
  return ` to ${destinations.map(maskedDestination).join(', ')}${direct ? ', directly' : ''}`;
}

/** The usual style goes without saying. */
function styleAside({ format, retry } = USUAL_STYLE): string {
  const unusual = [
    ...(format === USUAL_STYLE.format ? [] : [`format ${format}`]),
    ...(retry === USUAL_STYLE.retry ? [] : [`retry ${retry}`]),
  ];
  return unusual.length === 0 ? '' : ` (${unusual.join(', ')})`;
}

function restyleText({ was, becomes }: Restyling): string {
  const parts = (['format', 'retry'] as const).filter((member) => was[member] !== becomes[member]);
  return parts.map((member) => `${member} ${was[member]} -> ${becomes[member]}`).join(', ');
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
  return `${maskedDestination(to)} (${name})`;
}

function summary({ bucket, events, resources }: Rule, provider: Provider): string {
  const types = eventsInWords(events, provider).join(', ');
  return toPrintable(`${types} of ${resources.map(formatResource).join(', ')} on bucket ${bucket}`);
}
