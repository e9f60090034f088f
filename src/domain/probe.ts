import { eventTypesIntersect } from './event-type.ts';
import { keyObstacle } from './object-key.ts';
import { toPrintable } from './printable.ts';
import type { Rule } from './rule.ts';

/** What an object must be called, and what has to happen to it, so that a rule fires for it and it is nothing of yours. */
export type Probe =
  | {
      readonly kind: 'put' | 'delete';
      readonly key: string;
      /** The event that is looked for. */
      readonly eventType: string;
    }
  | { readonly kind: 'impossible'; readonly reason: string };

/** `token` makes the key one that nobody has. */
export function probeOf(rule: Rule, token: string): Probe {
  const asks = (type: string) => rule.events.some((event) => eventTypesIntersect(event, type));
  const eventType = ['ObjectCreated:PutObject', 'ObjectRemoved:DeleteObject'].find(asks);
  if (eventType === undefined) {
    const reason = `rule ${rule.name} asks for ${rule.events.join(', ')}; a probe can only put and delete an object`;
    return { kind: 'impossible', reason };
  }
  // A key that the rule matches whichever way its entries are read, where there is one.
  const keys = [...(rule.narrow ?? []), ...rule.resources].flatMap((resource) =>
    resource.kind === 'pattern' ? `${resource.prefix}ossnotify-probe-${token}${resource.suffix}` : [],
  );
  const key = keys.find((each) => keyObstacle(each) === undefined);
  if (key === undefined) return { kind: 'impossible', reason: whyNoKey(rule, keys) };
  return { kind: eventType === 'ObjectCreated:PutObject' ? 'put' : 'delete', key, eventType };
}

function whyNoKey({ name }: Rule, [key]: readonly string[]): string {
  // Somebody may write that very object while we put and remove ours: it would be theirs that goes.
  if (key === undefined)
    return `rule ${name} names whole keys only, and a probe does not touch objects that may be yours`;
  return `a probe of rule ${name} would have the key "${toPrintable(key)}", and ${keyObstacle(key)}`;
}
