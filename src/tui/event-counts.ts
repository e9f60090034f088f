import type { TailRecord } from '../domain/record.ts';
import { LatencyScale } from './latency-scale.ts';
import { nameOf, sourceOf, typeOf } from './list-item.ts';
import { Tally } from './tally.ts';

/** Names of sources come from outside, too, so there is an end to remembering them. */
const MOST_SOURCES = 100;

/** What the statistics view, the filter panel and the header count, kept up record by record. */
export class EventCounts {
  /** All that ever came. */
  readonly ever = { records: 0, duplicates: 0, undecodable: 0 };
  /** Of the kept records. */
  readonly types = new Tally();
  readonly prefixes = new Tally();
  readonly names = new Tally();
  readonly latencies = new LatencyScale();
  /** Every source tailed or seen; its place decides its colour. */
  readonly sources: string[] = [];

  add(record: TailRecord): void {
    this.ever.records += 1;
    if (record.kind === 'undecodable') this.ever.undecodable += 1;
    else if (record.duplicate) this.ever.duplicates += 1;
    const source = sourceOf(record);
    if (source !== undefined) this.expect([source]);
    this.#count(record, 'add');
  }

  /** Sources that records come from, or will. */
  expect(sources: readonly string[]): void {
    for (const source of sources)
      if (!this.sources.includes(source) && this.sources.length < MOST_SOURCES) this.sources.push(source);
  }

  /** The record is no longer kept. */
  remove(record: TailRecord): void {
    this.#count(record, 'remove');
  }

  #count(record: TailRecord, change: 'add' | 'remove'): void {
    this.types[change](typeOf(record));
    if (record.kind === 'undecodable') return;
    const name = nameOf(record);
    this.names[change](name);
    this.prefixes[change](prefixOf(name));
    if (record.latencyMs !== undefined) this.latencies[change](record.latencyMs);
  }
}

/** The bucket and the key's first folder: `bucket/movie/`; only the bucket for a key in none. */
function prefixOf(name: string): string {
  const folder = name.indexOf('/', name.indexOf('/') + 1);
  return folder < 0 ? name.slice(0, name.indexOf('/') + 1) : name.slice(0, folder + 1);
}
