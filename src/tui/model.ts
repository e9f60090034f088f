import type { TailRecord } from '../domain/record.ts';
import type { Notice } from '../sources/source.ts';
import { EventCounts } from './event-counts.ts';
import { afterNotice, type LinkState, NEW_LINK } from './link-state.ts';
import { compileListFilter, compileSearch, type ListFilter, NO_FILTER } from './list-filter.ts';
import type { ListItem } from './list-item.ts';
import { ListView } from './list-view.ts';
import { formatDuration } from './quantities.ts';
import { Rate } from './rate.ts';

/** All that the screen knows of the events and the link. It lives outside React and is changed in place. */
export class Model {
  readonly counts = new EventCounts();
  readonly rate: Rate;
  /** By source; the empty name where notices name none. */
  readonly links = new Map<string, LinkState>();
  readonly capacity: number;
  /** How often all links were there again after some had been lost. */
  reconnects = 0;
  lastEventAtMs: number | undefined;
  /** How far our clock is ahead of the service's, when that is worth telling. */
  clockAheadMs: number | undefined;
  filter: ListFilter = NO_FILTER;
  query = '';
  readonly #live: ListView;
  #frozen: ListView | undefined;
  #recordsAtPause = 0;

  constructor(capacity: number, nowMs: number) {
    this.capacity = capacity;
    this.#live = ListView.empty(capacity);
    this.rate = new Rate(nowMs);
  }

  /** What the list draws: the live events, or those of the moment of the pause. */
  get view(): ListView {
    return this.#frozen ?? this.#live;
  }

  get isPaused(): boolean {
    return this.#frozen !== undefined;
  }

  /** Events that came since the pause began. */
  get waiting(): number {
    return this.isPaused ? this.counts.ever.records - this.#recordsAtPause : 0;
  }

  /** The time is that of now: a recording's records were received long ago. */
  add(record: TailRecord, nowMs: number): void {
    this.lastEventAtMs = nowMs;
    this.rate.add(nowMs);
    this.counts.add(record);
    this.#push({ kind: 'record', record });
  }

  /** A line across the list. It goes into a paused list too, since the user sees that one. */
  mark(text: string, atMs: number): void {
    const item = { kind: 'mark', atMs, text } as const;
    this.#push(item);
    this.#frozen?.push(item);
  }

  /** What would else go to stderr, which the screen covers. */
  note(text: string, atMs: number): void {
    this.#push({ kind: 'note', atMs, text });
  }

  notice(notice: Notice): void {
    if (notice.link === 'clock') this.clockAheadMs = notice.aheadMs;
    // No news of the link itself.
    if (notice.link === 'clock' || notice.link === 'deletions') {
      this.note(notice.text ?? '', notice.atMs);
      return;
    }
    const source = notice.source ?? '';
    const wasLost = this.#isLost;
    this.links.set(source, afterNotice(this.links.get(source) ?? NEW_LINK, notice));
    if (wasLost && !this.#isLost) this.reconnects += 1;
    this.#tellOfLink(notice, this.links.size > 1 ? ` ${source}` : '');
  }

  get #isLost(): boolean {
    return [...this.links.values()].some(({ state }) => state === 'lost');
  }

  togglePause(): void {
    this.#frozen = this.#frozen ? undefined : this.#live.freeze();
    this.#recordsAtPause = this.counts.ever.records;
  }

  setFilter(filter: ListFilter): void {
    this.filter = filter;
    const test = compileListFilter(filter);
    for (const view of this.#views()) view.filter(test);
  }

  setQuery(query: string): void {
    this.query = query;
    const test = compileSearch(query);
    for (const view of this.#views()) view.search(test);
  }

  /** The records that the list shows, filtered as it is. */
  shownRecords(): TailRecord[] {
    const { shown, items } = this.view;
    return Array.from({ length: shown.length }, (_, index) => items.at(shown.at(index) ?? -1)).flatMap(
      (item) => (item?.kind === 'record' ? [item.record] : []),
    );
  }

  #tellOfLink({ link, atMs, text = '', gapMs }: Notice, which: string): void {
    if (link === 'lost')
      this.#push({ kind: 'lost', atMs, text: `link${which} lost: ${text || 'no reason given'}` });
    // The time of the loss stands in the line of the loss.
    const gap = gapMs === undefined ? '' : ` after ${formatDuration(gapMs)}`;
    if (link === 'back') this.#push({ kind: 'back', atMs, text: `the link${which} is back${gap}` });
  }

  #push(item: ListItem): void {
    const evicted = this.#live.push(item);
    if (evicted?.kind === 'record') this.counts.remove(evicted.record);
  }

  #views(): ListView[] {
    return this.#frozen ? [this.#live, this.#frozen] : [this.#live];
  }
}
