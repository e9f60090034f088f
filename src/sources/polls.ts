import { setMaxListeners } from 'node:events';
import type { MnsClient, ReceivedMessage } from '../clients/mns.ts';
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
  /** Called as soon as a message has come, whether or not anybody waits for it yet; makes of it what `next` gives. */
  readonly received: (message: ReceivedMessage) => Item;
}

/** Polls of one queue: one that waits for messages, and more beside it, which do not wait, while batches are full. */
export interface Polls<Item> {
  /** The messages of the next poll that ends, none for an empty one; undefined when it was given up. */
  next(signal: AbortSignal): Promise<readonly Item[] | undefined>;
  /** Polls anew at once, because the connections may be dead; answers that have come already are still taken. */
  restart(): void;
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
  let ended: Ended<Item>[] = [];
  let current = newGeneration();
  let isWaiting = false;
  let isKnown = false;
  let restMs = 0;
  let wake = () => {};

  async function poll(waits: boolean, own: Generation): Promise<void> {
    const startedAtMs = now();
    // The first poll of a link does not wait: on an idle queue its answer would otherwise take half a minute to
    // tell that the link is good.
    const wait = waits && isKnown ? waitSeconds : 0;
    const { signal } = wait > 0 ? own.waiting : own.quick;
    try {
      const messages = await client.receive(queue, { batchSize, waitSeconds: wait, signal });
      ended.push({ items: messages.map(received) });
      width.polled(messages.length);
      if (wait > 0) restMs = pace.restAfter({ messages: messages.length, tookMs: now() - startedAtMs });
      isKnown ||= own === current;
    } catch (error) {
      // What breaks on a link that was given up already is no news.
      if (own === current) ended.push({ items: [], error });
    }
    if (waits && own === current) isWaiting = false;
  }

  function start(): void {
    const waits = !isWaiting;
    isWaiting ||= waits;
    const own: Promise<void> = poll(waits, current).then(() => {
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
    [isWaiting, isKnown] = [false, false];
    if (underWay.size === 0) return;
    for (const poll of underWay) outdated.add(poll);
    underWay.clear();
    wake();
    void sleep(ENDING_POLL_MS, over.signal).then(() => {
      waiting.abort();
      quick.abort();
    });
  }

  /** Resolves when a poll has ended or the signal aborts. */
  async function somethingNew(signal: AbortSignal): Promise<void> {
    const news = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const ending = () => {
      giveUp();
      wake();
    };
    signal.addEventListener('abort', ending, { once: true });
    await news;
    signal.removeEventListener('abort', ending);
  }

  return {
    async next(signal) {
      if (restMs > 0 && underWay.size === 0) await sleep(restMs, signal);
      restMs = 0;
      while (!signal.aborted && underWay.size + ended.length < width.now) start();
      if (ended.length === 0 && !signal.aborted) await somethingNew(signal);
      if (signal.aborted) return undefined;
      const first = ended.shift();
      if (first?.error === undefined) return first?.items;
      // The other polls share the link; messages that they have brought wait for its return.
      ended = ended.filter(({ error }) => error === undefined);
      giveUp();
      throw first.error;
    },
    restart,
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
