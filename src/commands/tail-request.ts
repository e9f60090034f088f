/** What the flags of `tail` say, in the words of the parts that they are for. */
import type { FilterSpec } from '../domain/filter.ts';
import type { TailSummary } from '../use-cases/tail.ts';
import type { TailOptions } from './tail.ts';

/** What the screen says until the topics of rules and buckets are known. */
export function requestedNames({ topics, rule = [], bucket, queue, listen, from }: TailOptions): string {
  if (listen !== undefined) return `${listen.host}:${listen.port}`;
  if (from !== undefined) return from === '-' ? 'stdin' : from;
  if (queue !== undefined) return `queue ${queue}`;
  return [...topics, ...rule, ...(bucket === undefined ? [] : [bucket])].join(', ');
}

export function filterOf(options: TailOptions): FilterSpec {
  return {
    events: options.event,
    excludeEvents: options.excludeEvent,
    keys: options.key,
    excludeKeys: options.excludeKey,
    prefixes: options.prefix,
    suffixes: options.suffix,
    buckets: options.bucketName,
    minSize: options.minSize,
    maxSize: options.maxSize,
    grep: options.grep,
  };
}

export function limitsOf({ count, idleTimeout, keepUnmatched }: TailOptions, timeoutMs: number | undefined) {
  return {
    ...(count !== undefined && { count }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(idleTimeout !== undefined && { idleTimeoutMs: idleTimeout }),
    ...(keepUnmatched && { keepUnmatched }),
  };
}

/**
 * Whether all that came had to be delivered: a recording is not read again, and whoever asked for so many events asked
 * for their delivery. Another tail may end at any time, with messages that come again.
 */
export function mustDeliver({ from }: TailOptions, { end }: TailSummary): boolean {
  return from !== undefined || end === 'count';
}
