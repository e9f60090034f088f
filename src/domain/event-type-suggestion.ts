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

/** A third of what was typed may be wrong, but never more than four letters. */
function tolerance(wanted: string): number {
  return Math.min(4, Math.floor(wanted.length / 3));
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

/** Levenshtein's distance: letters to add, drop or change. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = a[row - 1] === b[column - 1] ? 0 : 1;
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + change,
        ),
      );
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
