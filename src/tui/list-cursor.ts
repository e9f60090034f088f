import type { ListView } from './list-view.ts';
import type { NumberList } from './number-list.ts';
import { windowTop } from './screen-layout.ts';

/** The selected line of the list and the window round it, held by item number, since indexes shift as old items go. */
export class ListCursor {
  #isFollowing = true;
  /** Whether it only stands still until what was opened is closed. */
  #isPinned = false;
  #selected = 0;
  #top = 0;

  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  get isPinned(): boolean {
    return this.#isPinned;
  }

  /** Number of the item that was moved to or pinned; it may be gone. */
  get number(): number {
    return this.#selected;
  }

  /** Index among the shown items; -1 when there are none. */
  selectedIndex(shown: NumberList): number {
    const last = shown.length - 1;
    return this.isFollowing ? last : Math.min(shown.indexFrom(this.#selected), last);
  }

  /** Index of the first line in a window of that height. */
  topIndex(shown: NumberList, height: number): number {
    return windowTop({
      top: shown.indexFrom(this.#top),
      selected: Math.max(0, this.selectedIndex(shown)),
      count: shown.length,
      height,
    });
  }

  /** The item at the top of the window that was drawn. */
  keepTop(number: number): void {
    this.#top = number;
  }

  /** Past the newest item the list follows again. */
  move(shown: NumberList, by: number): void {
    const index = this.selectedIndex(shown) + by;
    const isFollowing = index >= shown.length || (this.isFollowing && by > 0);
    this.select(shown.at(Math.max(0, index)) ?? 0);
    this.#isFollowing = isFollowing;
  }

  select(number: number): void {
    this.#isFollowing = false;
    this.#isPinned = false;
    this.#selected = number;
  }

  /** The same item in another view, where it has another number. */
  renumber(number: number): void {
    this.#selected = number;
  }

  toOldest(shown: NumberList): void {
    this.select(shown.at(0) ?? 0);
  }

  follow(): void {
    this.#isFollowing = true;
    this.#isPinned = false;
  }

  /** Holds the item that is selected while newer ones come, if it followed. */
  pin(shown: NumberList): void {
    if (!this.isFollowing) return;
    this.select(shown.at(this.selectedIndex(shown)) ?? 0);
    this.#isPinned = true;
  }

  /** Follows again, unless the user has moved. */
  unpin(): void {
    if (this.isPinned) this.follow();
  }

  /** To the nearest hit in a direction, round the ends; false when there is none. */
  toHit({ shown, hits }: ListView, direction: 1 | -1, includingHere = false): boolean {
    if (hits.length === 0) return false;
    const here = shown.at(this.selectedIndex(shown)) ?? 0;
    const next = hits.indexFrom(direction === 1 && !includingHere ? here + 1 : here);
    const index = direction === 1 ? next : includingHere && hits.at(next) === here ? next : next - 1;
    this.select(hits.at((index + hits.length) % hits.length) ?? here);
    return true;
  }
}
