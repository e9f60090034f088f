import { eventTypesIntersect } from './event-type.ts';
import { type Resource, resourceMatches } from './resource.ts';

export type { Problem } from './problem.ts';
export { validateParts, validateRule } from './rule-validation.ts';

/** Which events of which objects of a bucket are notified; where they go is not part of it. */
export interface Rule {
  readonly name: string;
  readonly bucket: string;
  /** Event types or wildcards, in the provider's spelling. */
  readonly events: readonly string[];
  /** One description that matches is enough. */
  readonly resources: readonly Resource[];
  /**
   * What is left of them where several that stand in one entry must all hold; absent unless there are such. The
   * documents of OSS call such an entry "and" on one page and "or" on another, so both meanings count.
   */
  readonly narrow?: readonly Resource[];
}

/** Whether the rule notifies of this event; the type may carry the provider's prefix or not. */
export function ruleFires(rule: Rule, eventType: string, key: string): boolean {
  return (
    rule.events.some((type) => eventTypesIntersect(type, eventType)) &&
    rule.resources.some((resource) => resourceMatches(resource, key))
  );
}
