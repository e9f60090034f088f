import { editDistance, tolerance } from './edit-distance.ts';
import { bareEventType, wildcardTypes } from './event-type-pattern.ts';
import type { Provider } from './providers/index.ts';

/** The known event type that somebody may have meant, or undefined when nothing is near. */
export function suggestEventType(text: string, provider: Provider): string | undefined {
  const wanted = bareEventType(text.trim()).toLowerCase();
  if (wanted === '') return undefined;
  const known = [...provider.events.map((entry) => entry.type), ...wildcardTypes(provider)];
  const ranked = known.map((type) => ({
    type,
    distance: distanceTo(wanted, bareEventType(type).toLowerCase()),
  }));
  ranked.sort((a, b) => a.distance - b.distance);
  const nearest = ranked[0];
  return nearest !== undefined && nearest.distance <= tolerance(wanted) ? nearest.type : undefined;
}

/** Words of another dialect count as near: a type cut short (`ObjectCreated:Put`), a lone operation, a lone group. */
function distanceTo(wanted: string, known: string): number {
  const [group = '', operation = ''] = known.split(':');
  if (!wanted.includes(':')) return distanceToWord(wanted, group, operation);
  const cutShort = known.startsWith(wanted) || wanted === `${group}:*` ? 1 : Number.POSITIVE_INFINITY;
  return Math.min(editDistance(wanted, known), cutShort);
}

/** `ObjectCreated` is a group and, under replication, an operation; the group is the likelier meaning. */
function distanceToWord(wanted: string, group: string, operation: string): number {
  const toGroup = editDistance(wanted, group);
  return operation === '*' ? toGroup - 0.5 : Math.min(editDistance(wanted, operation), toGroup + 0.5);
}
