import {
  eventTypesIntersect,
  isKnownEventType,
  isWildcard,
  normaliseEventType,
  suggestEventType,
} from './event-type.ts';
import { resourcesOverlap } from './overlap-entry.ts';
import { toPrintable } from './printable.ts';
import type { Problem } from './problem.ts';
import type { Provider } from './providers/index.ts';
import { formatResource, type Resource } from './resource.ts';
import { checkResource } from './resource-limits.ts';
import type { Rule } from './rule.ts';

/** Everything about one rule that the provider would refuse, or that could not work; nothing goes over the network. */
export function validateRule(rule: Rule, provider: Provider): Problem[] {
  return [...validateParts(rule, provider), ...checkOverlapWithin(rule)];
}

/** The same but for overlap among its own descriptions, which the search among all rules finds, too. */
export function validateParts(rule: Rule, provider: Provider): Problem[] {
  const problems = [...checkName(rule.name, provider), ...checkBucket(rule.bucket, provider)];
  problems.push(...knownEventProblems(rule.events, provider));
  problems.push(...checkCount(rule.resources.length, provider));
  for (const resource of rule.resources) {
    for (const problem of checkResource(resource, provider)) problems.push(problem);
  }
  return problems;
}

/** Files repeat the same few lists of events in thousands of rules. */
const JUDGED: Readonly<Record<Provider['name'], Map<string, readonly Problem[]>>> = {
  oss: new Map(),
  ks3: new Map(),
};
const REMEMBERED = 1000;

function knownEventProblems(events: readonly string[], provider: Provider): readonly Problem[] {
  const judged = JUDGED[provider.name];
  const question = events.join('\n');
  const known = judged.get(question);
  if (known !== undefined) return known;
  const problems = checkEvents(events, provider);
  if (judged.size < REMEMBERED) judged.set(question, problems);
  return problems;
}

function checkName(name: string, { label, ruleName }: Provider): Problem[] {
  if (ruleName.pattern.test(name)) return [];
  const message = `${JSON.stringify(name)} is no name for a rule of ${label}`;
  return [{ code: 'bad-rule-name', message, hint: `a name has ${ruleName.rule}` }];
}

function checkBucket(bucket: string, { bucketName }: Provider): Problem[] {
  if (bucketName.pattern.test(bucket)) return [];
  const message = `${JSON.stringify(bucket)} is no bucket name`;
  return [{ code: 'bad-bucket-name', message, hint: `a bucket name has ${bucketName.rule}` }];
}

function checkEvents(events: readonly string[], provider: Provider): Problem[] {
  if (events.length === 0) {
    const hint = 'name at least one with --event; they are listed by: ossnotify events';
    return [{ code: 'no-events', message: 'the rule has no event types', hint }];
  }
  const types = events.map((event) => normaliseEventType(event, provider));
  return types.flatMap((type, at) =>
    isKnownEventType(type, provider)
      ? checkRepeated(type, types.slice(0, at))
      : [unknownEvent(events[at] ?? type, type, provider)],
  );
}

function unknownEvent(event: string, type: string, provider: Provider): Problem {
  const suggestion = suggestEventType(type, provider);
  const list = `known ones are listed by: ossnotify events --provider ${provider.name}`;
  return {
    code: 'unknown-event',
    message: `${provider.label} has no event type ${toPrintable(event)}`,
    hint: suggestion === undefined ? list : `did you mean ${suggestion}? ${list}`,
  };
}

/** One event may stand in a rule once, be it by itself or under a wildcard. */
function checkRepeated(type: string, earlier: readonly string[]): Problem[] {
  const other = earlier.find((event) => eventTypesIntersect(event, type));
  if (other === undefined) return [];
  if (other === type) {
    return [{ code: 'repeated-event', message: `${type} is given twice`, hint: 'give it once' }];
  }
  const [wildcard, covered] = isWildcard(type) ? [type, other] : [other, type];
  const message = `${wildcard} already covers ${covered}`;
  return [{ code: 'covered-event', message, hint: 'leave out one of the two' }];
}

function checkCount(count: number, { label, maxResources }: Provider): Problem[] {
  if (count === 0) {
    const hint = 'write * for every key of the bucket';
    return [{ code: 'no-resources', message: 'the rule has no resource description', hint }];
  }
  if (count <= maxResources) return [];
  const message = `the rule has ${count} resource descriptions, ${label} takes at most ${maxResources}`;
  return [{ code: 'too-many-resources', message, hint: 'merge some of them, or make a second rule' }];
}

function checkOverlapWithin({ resources }: Rule): Problem[] {
  const problems: Problem[] = [];
  resources.forEach((resource, at) => {
    for (let earlier = 0; earlier < at; earlier++) {
      const other = resources[earlier];
      const witness = other && resourcesOverlap(other, resource);
      if (other && witness !== undefined) problems.push(overlapping(other, resource, witness));
    }
  });
  return problems;
}

function overlapping(one: Resource, other: Resource, witness: string): Problem {
  const pair = toPrintable(`${formatResource(one)} and ${formatResource(other)}`);
  return {
    code: 'overlapping-resources',
    message: `resource descriptions ${pair} overlap: both match "${toPrintable(witness)}"`,
    hint: 'make the prefixes or the suffixes differ, or keep the wider of the two',
  };
}
