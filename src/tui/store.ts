import type { TailRecord } from '../domain/record.ts';
import type { Notice } from '../sources/source.ts';

/** What the screen draws from; a new object for every change, so that components can compare by identity. */
export interface Snapshot {
  /** The newest records, oldest first. */
  readonly records: readonly TailRecord[];
  /** All that ever came. */
  readonly count: number;
  readonly link: LinkState;
  readonly nowMs: number;
}

export interface LinkState {
  readonly state: 'connecting' | 'ready' | 'lost';
  /** Of the last poll that the service answered well. */
  readonly lastPollAtMs?: number;
  readonly lastEventAtMs?: number;
  readonly reconnects: number;
  /** The latest news in words. */
  readonly text?: string;
}

export interface Store {
  add(record: TailRecord): void;
  notice(notice: Notice): void;
  /** Lets ages grow on the screen. */
  tick(nowMs: number): void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly snapshot: () => Snapshot;
}

export interface StoreOptions {
  /** How many records are kept; the oldest go first. */
  readonly capacity: number;
  readonly nowMs: number;
}

/** Events live here, outside React; listeners are told of every change and draw at their own pace. */
export function createStore({ capacity, nowMs }: StoreOptions): Store {
  const listeners = new Set<() => void>();
  const records: TailRecord[] = [];
  let count = 0;
  let link: LinkState = { state: 'connecting', reconnects: 0 };
  let clockMs = nowMs;
  let current: Snapshot | undefined;
  const changed = () => {
    current = undefined;
    for (const listener of listeners) listener();
  };
  return {
    add(record) {
      records.push(record);
      // Cut in bulk: removing one by one from the front of a full array would move it all every time.
      if (records.length >= capacity * 2) records.splice(0, records.length - capacity);
      count += 1;
      link = { ...link, lastEventAtMs: record.message.receivedAtMs };
      changed();
    },
    notice(notice) {
      link = afterNotice(link, notice);
      changed();
    },
    tick(ms) {
      clockMs = ms;
      changed();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot() {
      current ??= { records: records.slice(-capacity), count, link, nowMs: clockMs };
      return current;
    },
  };
}

function afterNotice(link: LinkState, { link: news, atMs, text }: Notice): LinkState {
  const told = text === undefined ? {} : { text };
  if (news === 'lost') return { ...link, ...told, state: 'lost' };
  const reconnects = link.reconnects + (news === 'back' ? 1 : 0);
  return { ...link, ...told, state: 'ready', lastPollAtMs: atMs, reconnects };
}
