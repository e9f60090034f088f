import type { ListView } from './list-view.ts';
import type { NumberList } from './number-list.ts';
import { windowTop } from './screen-layout.ts';

/** The selected line of the list and the window round it, held by item number, since indexes shift as old items go. */
export class ListCursor {
  isFollowing = true;
  #selected = 0;
  #top = 0;

  /** Index among the shown items; -1 when there are none. */
  selectedIndex(shown: NumberList): number {
    const last = shown.length - 1;
    return this.isFollowing ? last : Math.min(shown.indexFrom(this.#selected), last);
  }

  /** Index of the first line in a window of that height. */
  topIndex(shown: NumberList, height: number): number {
    const top = windowTop({
      top: shown.indexFrom(this.#top),
      selected: Math.max(0, this.selectedIndex(shown)),
      count: shown.length,
      height,
    });
    this.#top = shown.at(top) ?? 0;
    return top;
  }

  /** Past the newest item the list follows again. */
  move(shown: NumberList, by: number): void {
    const index = this.selectedIndex(shown) + by;
    this.isFollowing = index >= shown.length || (this.isFollowing && by > 0);
    this.#selected = shown.at(Math.max(0, index)) ?? 0;
  }

  toOldest(shown: NumberList): void {
    this.isFollowing = false;
    this.#selected = shown.at(0) ?? 0;
  }

  follow(): void {
    this.isFollowing = true;
  }

  stay(shown: NumberList): void {
    this.#selected = shown.at(this.selectedIndex(shown)) ?? 0;
    this.isFollowing = false;
  }

  /** To the nearest hit in a direction, round the ends; false when there is none. */
  toHit({ shown, hits }: ListView, direction: 1 | -1, includingHere = false): boolean {
    if (hits.length === 0) return false;
    const here = shown.at(this.selectedIndex(shown)) ?? 0;
    const next = hits.indexFrom(direction === 1 && !includingHere ? here + 1 : here);
    const index = direction === 1 ? next : includingHere && hits.at(next) === here ? next : next - 1;
    this.isFollowing = false;
    this.#selected = hits.at((index + hits.length) % hits.length) ?? here;
    return true;
  }
}
