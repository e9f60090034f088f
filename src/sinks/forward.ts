import { setMaxListeners } from 'node:events';
import type { Extensions } from '../domain/cloudevent.ts';
import { type ForwardFormat, forwardRequest } from '../domain/forward-request.ts';
import { toPrintable } from '../domain/printable.ts';
import type { Message, TailRecord } from '../domain/record.ts';
import type { System } from '../system.ts';
import { attempt, type GivenUp, type Miss } from './attempts.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { HttpPoster } from './http-poster.ts';
import { createLanes } from './lanes.ts';
import { createOutage } from './outage.ts';
import { createReceivers } from './receivers.ts';
import { NotAccepted, type Writer } from './sink.ts';
import { type Candidate, createStuckEvents } from './stuck-events.ts';

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
  /** A message that was refused comes again by itself, so it need not keep its place. */
  readonly comesAgain?: boolean;
  /** Called for each event, or whole message, that has gone to the dead letters. */
  readonly buried?: () => void;
  readonly tell: (text: string) => void;
  readonly system: Pick<System, 'now' | 'sleep' | 'random'>;
}

/** Requests to one receiver at once; those of one key go one after the other. */
const FORWARD_WIDTH = 16;
/** Of the event; a receiver that is away, or asks for patience, is waited for. */
const FAILURES_BEFORE_DEAD_LETTER = 8;
/** Events of one key that wait behind one that is stuck; more of them come again instead. */
const MOST_BEHIND_STUCK = 1;

/** `--forward`: posts each event until its receiver has taken it. */
export function forwardSink(options: ForwardOptions): Writer {
  const { poster, route, system, tell, deadLetters, comesAgain = false } = options;
  const outage = createOutage(tell, system.now);
  const stopping = new AbortController();
  const { signal } = stopping;
  // Every message that waits for its next try listens to it, of which Node would warn as of a leak.
  setMaxListeners(0, signal);
  const receiverAt = createReceivers({ width: FORWARD_WIDTH, system, signal });
  const stuckEvents = createStuckEvents({ tell, comesAgain, remedy: stuckRemedy(options) });
  const most = deadLetters ? FAILURES_BEFORE_DEAD_LETTER : Number.POSITIVE_INFINITY;
  const { random, sleep } = system;
  const lanes = createLanes((ms) => sleep(ms, signal));

  async function deliver(record: TailRecord, url: string): Promise<void> {
    const request = forwardRequest(record, options.format, options.overrides);
    const post = receiverAt(url).tries(() => poster.post(url, request));
    const receiver = shownUrl(url);
    let candidate: Candidate | undefined;
    const missed = (miss: Miss, failures: number) => {
      candidate ??= { receiver, key: laneOf(record), event: nameOf(record) };
      react(candidate, miss, failures);
    };
    const givenUp = await attempt(post, { most, random, sleep, signal, missed });
    if (givenUp === undefined) outage.worked(receiver);
    if (candidate) stuckEvents.over(candidate, givenUp ? 'given up' : 'taken');
    if (givenUp) await bury(record, receiver, givenUp);
  }

  function react(candidate: Candidate, miss: Miss, failures: number): void {
    const { receiver, key } = candidate;
    outage.failed(receiver, key, miss);
    const isOwn = outage.isOfFew(receiver);
    if (stuckEvents.missed(candidate, miss, { failures, isOwn })) lanes.narrow(key, MOST_BEHIND_STUCK);
  }

  async function bury(record: TailRecord, to: string, why: GivenUp): Promise<void> {
    const fate = deadLetters ? '' : `; it ${options.ifRefused} (${deadLetterHint(comesAgain)})`;
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

function stuckRemedy({ deadLetters, comesAgain = false }: ForwardOptions): string {
  return deadLetters
    ? `${FAILURES_BEFORE_DEAD_LETTER} times in all before it is a dead letter`
    : deadLetterHint(comesAgain);
}

/** What nobody takes out of a queue need not be taken out of it. */
function deadLetterHint(comesAgain: boolean): string {
  return `--dead-letter FILE ${comesAgain ? 'takes such events out' : 'keeps such events'}`;
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
