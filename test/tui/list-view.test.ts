import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ListItem } from '../../src/tui/list-item.ts';
import { ListView } from '../../src/tui/list-view.ts';
import { eventOf } from './support.ts';

const item = (key: string): ListItem => ({ kind: 'record', record: eventOf({ key }) });
const keyOf = (found: ListItem | undefined) =>
  found?.kind === 'record' && found.record.kind === 'event' ? found.record.event.key : undefined;
const isEven = (found: ListItem) => Number(keyOf(found)) % 2 === 0;
const isThird = (found: ListItem) => Number(keyOf(found)) % 3 === 0;
const keysOf = (view: ListView, list: 'shown' | 'hits') =>
  Array.from({ length: view[list].length }, (_, index) =>
    Number(keyOf(view.items.at(view[list].at(index) ?? -1))),
  );

describe('ListView', () => {
  it('keeps filter and search up item by item as if they were done anew', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 0, max: 120 }),
        fc.integer({ min: 0, max: 120 }),
        (capacity, before, after) => {
          const view = ListView.empty(capacity);
          for (let number = 0; number < before; number++) view.push(item(String(number)));
          view.filter(isEven);
          view.search(isThird);
          for (let number = before; number < before + after; number++) view.push(item(String(number)));
          const count = before + after;
          const kept = Array.from({ length: count }, (_, number) => number).slice(-capacity);
          const even = kept.filter((number) => number % 2 === 0);
          expect(keysOf(view, 'shown')).toEqual(even);
          expect(keysOf(view, 'hits')).toEqual(even.filter((number) => number % 3 === 0));
          expect(view.recordCount).toBe(even.length);
        },
      ),
    );
  });

  it('gives back what had to go', () => {
    const view = ListView.empty(2);
    expect([view.push(item('1')), view.push(item('2'))]).toEqual([undefined, undefined]);
    expect(keyOf(view.push(item('3')))).toBe('1');
  });

  it('freezes: what comes later does not show, and filters still work', () => {
    const view = ListView.empty(3);
    for (const key of ['0', '1', '2']) view.push(item(key));
    const frozen = view.freeze();
    for (const key of ['3', '4', '5']) view.push(item(key));
    frozen.filter(isEven);
    expect(keysOf(frozen, 'shown')).toEqual([0, 2]);
    expect(keysOf(view, 'shown')).toEqual([3, 4, 5]);
  });

  it('lets marks pass every filter, and counts them apart', () => {
    const view = ListView.empty(9);
    view.filter(() => false);
    view.filter((found) => found.kind !== 'record');
    view.push({ kind: 'mark', atMs: 0, text: 'mark 1' });
    view.push(item('1'));
    expect([view.shown.length, view.recordCount]).toEqual([1, 0]);
  });
});
