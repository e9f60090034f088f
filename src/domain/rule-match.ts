import { eventTypesIntersect } from './event-type.ts';
import { formatResource, resourceMatches, resourceMismatch } from './resource.ts';
import type { Rule } from './rule.ts';

/** Whether a rule fires for a key, and what stands in the way where it does not. */
export interface RuleVerdict {
  readonly rule: string;
  readonly bucket: string;
  readonly fires: boolean;
  /** It fires if one description of an entry is enough, and does not if all of them must hold. */
  readonly perhaps?: true;
  /** The description that the key matches. */
  readonly match?: string;
  /** The rule's event types that were asked for. */
  readonly events?: readonly string[];
  /** For a rule that does not fire: the event, or what the key fails in each description. */
  readonly why?: readonly Obstacle[];
}

export interface Obstacle {
  readonly failed: 'event' | 'name' | 'prefix' | 'suffix';
  /** The description in question; absent where the event is the reason. */
  readonly entry?: string;
}

/** The event type may be left out: then the key alone decides. */
export function judgeRule(rule: Rule, key: string, eventType?: string): RuleVerdict {
  const { name, bucket, resources } = rule;
  const events = rule.events.filter(
    (type) => eventType === undefined || eventTypesIntersect(type, eventType),
  );
  const [sure, loose] = [rule.narrow ?? resources, resources].map((descriptions) =>
    descriptions.find((resource) => resourceMatches(resource, key)),
  );
  const matching = sure ?? loose;
  const fires = matching !== undefined && events.length > 0;
  const verdict = { rule: name, bucket, fires };
  if (fires) return { ...verdict, ...(!sure && { perhaps: true }), match: formatResource(matching), events };
  return { ...verdict, why: obstacles(rule, key, events.length > 0) };
}

function obstacles({ resources }: Rule, key: string, eventFits: boolean): Obstacle[] {
  const ofKey = resources.flatMap((resource): Obstacle[] => {
    const failed = resourceMismatch(resource, key);
    return failed === undefined ? [] : [{ failed, entry: formatResource(resource) }];
  });
  const isKeyFine = ofKey.length < resources.length;
  return [...(eventFits ? [] : [{ failed: 'event' as const }]), ...(isKeyFine ? [] : ofKey)];
}
