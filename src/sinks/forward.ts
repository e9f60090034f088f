import { setMaxListeners } from 'node:events';
import type { Extensions } from '../domain/cloudevent.ts';
import { type ForwardFormat, forwardRequest } from '../domain/forward-request.ts';
import { toPrintable } from '../domain/printable.ts';
import type { Message, TailRecord } from '../domain/record.ts';
import { isWorthRetrying, retryAfterMs } from '../domain/retry.ts';
import type { System } from '../system.ts';
import { type Attempt, attempt } from './attempts.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { HttpPoster, PostAnswer } from './http-poster.ts';
import { createLanes, createSlots } from './lanes.ts';
import { createOutage } from './outage.ts';
import { NotAccepted, type Writer } from './sink.ts';

export interface ForwardOptions {
  readonly poster: HttpPoster;
  /** Where a record goes; undefined for nowhere, which is accepted as it is. */
  readonly route: (record: TailRecord) => string | undefined;
  readonly format: ForwardFormat;
  readonly overrides: Extensions;
  /** Takes what was refused, or failed too often; without it such a message stays in its queue. */
  readonly deadLetters?: DeadLetters;
  /** What becomes of a message that was refused, where there are no dead letters: `stays in its queue`. */
  readonly ifRefused: string;
  /** Called for each event, or whole message, that has gone to the dead letters. */
  readonly buried?: () => void;
  readonly tell: (text: string) => void;
  readonly system: Pick<System, 'now' | 'sleep' | 'random'>;
}

/** Requests at once; those of one key go one after the other. */
export const FORWARD_WIDTH = 16;
const TRIES_BEFORE_DEAD_LETTER = 8;

/** `--forward`: posts each event until its receiver has taken it. */
export function forwardSink(options: ForwardOptions): Writer {
  const { poster, route, system, tell, deadLetters } = options;
  const lanes = createLanes();
  const slots = createSlots(FORWARD_WIDTH);
  const outage = createOutage(tell, system.now);
  const stopping = new AbortController();
  // Every message that waits for its next try listens to it, of which Node would warn as of a leak.
  setMaxListeners(0, stopping.signal);
  const retries = {
    most: deadLetters ? TRIES_BEFORE_DEAD_LETTER : Number.POSITIVE_INFINITY,
    random: system.random,
    sleep: system.sleep,
    signal: stopping.signal,
  };

  async function deliver(record: TailRecord, url: string): Promise<void> {
    const request = forwardRequest(record, options.format, options.overrides);
    const post = () =>
      slots.use(async () => {
        if (stopping.signal.aborted) throw new NotAccepted('the tail is ending');
        return outcomeOf(await poster.post(url, request), system.now());
      });
    const name = shownUrl(url);
    const failed = (reason: string) => outage.failed(name, reason);
    const givenUp = await attempt(post, { ...retries, failed });
    if (givenUp === undefined) return outage.worked(name);
    await bury(record, name, givenUp);
  }

  async function bury(record: TailRecord, to: string, why: { reason: string; attempts: number }) {
    const fate = deadLetters ? '' : `; it ${options.ifRefused} (--dead-letter FILE takes such events out)`;
    tell(`warning: ${to} did not take ${nameOf(record)}: ${why.reason}${fate}`);
    if (!deadLetters) throw new NotAccepted(why.reason);
    const extent = options.format === 'raw' ? 'message' : 'event';
    await deadLetters(record, { at: new Date(system.now()).toISOString(), to, ...why }, extent);
    options.buried?.();
  }

  const oncePerMessage = createOncePerMessage();
  return {
    write(record) {
      const url = route(record);
      if (url === undefined) return undefined;
      const post = () => lanes.run(laneOf(record), () => deliver(record, url));
      return options.format === 'raw' ? oncePerMessage(record.message, url, post) : post();
    },
    stop: () => stopping.abort(),
    async close() {
      stopping.abort();
      await poster.close();
    },
  };
}

function outcomeOf(answer: PostAnswer, nowMs: number): Attempt {
  if (answer.kind === 'none') return { kind: 'again', reason: answer.code };
  const { status, retryAfter } = answer;
  if (status >= 200 && status < 300) return { kind: 'done' };
  const reason = `it answered ${status}`;
  if (!isWorthRetrying(status)) return { kind: 'refused', reason };
  const waitMs = retryAfterMs(retryAfter, nowMs);
  return { kind: 'again', reason, ...(waitMs !== undefined && { retryAfterMs: waitMs }) };
}

/** A message of several events is one post to each of their receivers where its body goes as it came. */
function createOncePerMessage() {
  let last: { readonly message: Message; readonly posted: Map<string, Promise<void>> } | undefined;
  return (message: Message, url: string, post: () => Promise<void>): Promise<void> => {
    if (last?.message !== message) last = { message, posted: new Map() };
    const posted = last.posted.get(url) ?? post();
    last.posted.set(url, posted);
    return posted;
  };
}

function laneOf(record: TailRecord): string {
  if (record.kind === 'undecodable') return record.message.messageId ?? '';
  return `${record.event.bucket}/${record.event.key}`;
}

function nameOf(record: TailRecord): string {
  return record.kind === 'event'
    ? toPrintable(`${record.event.type} ${laneOf(record)}`)
    : 'an undecodable message';
}

/** Without user, password and query, where secrets stand. */
export function shownUrl(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
