import { setMaxListeners } from 'node:events';
import type { MnsClient, ReceivedMessage } from '../clients/mns.ts';
import { onAbort } from '../clients/on-abort.ts';
import { createPollOrder, type Place } from './poll-order.ts';
import { createPollPace } from './poll-pace.ts';
import { createPollWidth } from './poll-width.ts';

export interface PollsOptions<Item> {
  readonly client: Pick<MnsClient, 'receive'>;
  readonly queue: string;
  readonly waitSeconds: number;
  readonly batchSize?: number;
  readonly concurrency: number;
  readonly now: () => number;
  readonly random?: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Called as soon as messages have come, whether or not anybody waits for them yet; makes of them what `next` gives. */
  readonly received: (messages: readonly ReceivedMessage[]) => readonly Item[];
}

/** Polls of one queue: one that waits for messages, or, while batches are full, more of them, which do not wait. */
export interface Polls<Item> {
  /** The messages of the next poll, none for an empty one; undefined when it was given up or interrupted. */
  next(signal: AbortSignal): Promise<readonly Item[] | undefined>;
  /** Polls anew at once, because the connections may be dead; answers that have come already are still taken. */
  restart(): void;
  /** `next` gives none at once, where no poll has ended: there is something else to do. */
  interrupt(): void;
  /** Resolves when no poll is under way any more. */
  end(): Promise<void>;
}

/** Polls that do not wait may end by themselves when the tail does, so that nothing handed out gets lost on the way. */
const ENDING_POLL_MS = 150;

interface Ended<Item> {
  readonly items: readonly Item[];
  readonly error?: unknown;
}

/** The polls of one link; given up together. */
interface Generation {
  /** Ends the poll that waits. */
  readonly waiting: AbortController;
  /** Ends the others. */
  readonly quick: AbortController;
}

export function createPolls<Item>(options: PollsOptions<Item>): Polls<Item> {
  const { client, queue, waitSeconds, batchSize = 16, concurrency, now, sleep, received } = options;
  const width = createPollWidth(concurrency, batchSize);
  const pace = createPollPace({ waitSeconds, random: options.random ?? Math.random });
  const underWay = new Set<Promise<void>>();
  /** Of links given up, which may still bring an answer. */
  const outdated = new Set<Promise<void>>();
  const over = new AbortController();
  let current = newGeneration();
  let isKnown = false;
  let isInterrupted = false;
  let restMs = 0;
  let wake = () => {};
  const order = createPollOrder<Ended<Item>>({ sleep, signal: over.signal, changed: () => wake() });

  async function poll(place: Place, own: Generation): Promise<void> {
    const startedAtMs = now();
    const wait = place.kind === 'waiting' ? waitSeconds : 0;
    const { signal } = wait > 0 ? own.waiting : own.quick;
    try {
      const messages = await client.receive(queue, { batchSize, waitSeconds: wait, signal });
      order.put(place, { items: received(messages) });
      width.polled(messages.length);
      if (wait > 0) restMs = pace.restAfter({ messages: messages.length, tookMs: now() - startedAtMs });
      isKnown ||= own === current;
    } catch (error) {
      // What breaks on a link that was given up already is no news.
      if (own === current) order.put(place, { items: [], error });
    }
  }

  function start(): void {
    // The first poll of a link does not wait: on an idle queue its answer would otherwise take half a minute to
    // tell that the link is good. Nor does one of several: what they bring would be ahead of what it brings.
    const waits = isKnown && width.now === 1 && order.underWay() === 0;
    const place = order.enter(waits ? 'waiting' : 'quick');
    const own: Promise<void> = poll(place, current).then(() => {
      order.leave(place);
      underWay.delete(own);
      outdated.delete(own);
      wake();
    });
    underWay.add(own);
  }

  function giveUp(): void {
    const { waiting } = current;
    restart();
    waiting.abort();
  }

  function restart(): void {
    const { waiting, quick } = current;
    current = newGeneration();
    isKnown = false;
    order.leaveAll();
    if (underWay.size === 0) return;
    for (const poll of underWay) outdated.add(poll);
    underWay.clear();
    wake();
    void sleep(ENDING_POLL_MS, over.signal).then(() => {
      waiting.abort();
      quick.abort();
    });
  }

  /** Resolves when a poll has ended, or is late, or the signal aborts. */
  async function somethingNew(signal: AbortSignal): Promise<void> {
    const news = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const settled = onAbort(signal, () => {
      giveUp();
      wake();
    });
    await news;
    settled();
  }

  async function nextAnswer(signal: AbortSignal): Promise<Ended<Item> | undefined> {
    while (!signal.aborted) {
      // Those that are late may hang, and must not keep others from being made.
      while (order.size() < width.places && underWay.size < concurrency) start();
      const answer = order.take();
      if (answer) return answer;
      if (!isInterrupted) await somethingNew(signal);
      if (isInterrupted) {
        isInterrupted = false;
        return undefined;
      }
      if (underWay.size === 0) return signal.aborted ? undefined : order.take();
    }
    return undefined;
  }

  return {
    async next(signal) {
      if (restMs > 0 && order.underWay() === 0) await sleep(restMs, signal);
      restMs = 0;
      const hadCome = order.hasNext();
      const first = await nextAnswer(signal);
      if (first) width.taken(hadCome);
      if (first?.error === undefined) return first?.items;
      // The other polls share the link; messages that they have brought wait for its return.
      order.keep(({ error }) => error === undefined);
      giveUp();
      throw first.error;
    },
    restart,
    interrupt() {
      isInterrupted = true;
      wake();
    },
    async end() {
      giveUp();
      await Promise.all(outdated);
      over.abort();
    },
  };
}

function newGeneration(): Generation {
  const generation = { waiting: new AbortController(), quick: new AbortController() };
  // As many requests listen to it as there are polls, of which Node would warn as of a leak.
  setMaxListeners(0, generation.quick.signal);
  return generation;
}
