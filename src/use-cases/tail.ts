import type { Delivery, Source } from '../sources/source.ts';
import { closeAll } from './all-sinks.ts';
import { type Grace, startGrace } from './tail-grace.ts';
import { createHandling, type Handling, type HandlingOptions } from './tail-handling.ts';
import { type End, type LimitOptions, type Limits, startLimits } from './tail-limits.ts';

export interface TailRequest extends LimitOptions, HandlingOptions {
  readonly source: Source;
  /** The source is done with; the sinks are closed after this. */
  readonly ended?: (outcome: TailOutcome) => Promise<void>;
}

export interface TailSummary {
  /** Events that the sinks have had, less the messages that they had not accepted by the end. */
  readonly shown: number;
  /** Deliveries received, shown or not. */
  readonly messages: number;
  readonly end: End;
}

export type TailOutcome =
  | { readonly kind: 'ended'; readonly summary: TailSummary }
  /** `hasBegun` when its source could be read. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly hasBegun: boolean };

/**
 * The one tail loop: source → decode once → filter → sinks → acknowledge. A message is acknowledged only after
 * every sink has accepted all its records; whatever ends the loop, the source's and the sinks' own endings run.
 */
export async function tail(request: TailRequest): Promise<TailSummary> {
  const { sinks, system } = request;
  const handling = createHandling(request, {
    isEnding: () => limits.signal.aborted,
    somethingDone: () => limits.somethingDone(),
    failed: () => limits.stop(),
  });
  const limits = startLimits({ ...request, isBusy: () => handling.size() > 0 });
  const begun = () => sinks.forEach((sink) => void sink.stop?.(handling.size));
  const grace = startGrace({ signal: limits.signal, system, begun });
  try {
    const outcome = await readToEnd({ request, handling, limits, grace });
    grace.end();
    limits.stop();
    await request.ended?.(outcome);
    if (outcome.kind === 'failed') throw outcome.error;
    return outcome.summary;
  } finally {
    await closeAll(sinks);
  }
}

interface Loop {
  readonly request: TailRequest;
  readonly handling: Handling;
  readonly limits: Limits;
  readonly grace: Grace;
}

async function readToEnd(loop: Loop): Promise<TailOutcome> {
  const { request, handling, limits, grace } = loop;
  let hasBegun = false;
  try {
    for await (const item of request.source(limits.signal)) {
      hasBegun ||= item.kind === 'batch' || item.link !== 'reading';
      if (item.kind === 'notice') {
        if (item.link !== 'closing') for (const sink of request.sinks) sink.notice?.(item);
        else await closing(loop);
        continue;
      }
      limits.somethingDone();
      await takeAll(item.deliveries, loop);
      if (handling.isComplete()) break;
    }
    await handling.drained(grace.over);
    return { kind: 'ended', summary: summaryOf(loop) };
  } catch (error) {
    return { kind: 'failed', error, hasBegun };
  }
}

/** Also of a source that ends by itself, since its topic was deleted: sinks that are stuck must not keep that from being told. */
async function closing({ handling, limits, grace }: Loop): Promise<void> {
  limits.stop();
  await handling.drained(grace.over);
}

async function takeAll(deliveries: readonly Delivery[], { handling, limits, grace }: Loop): Promise<void> {
  for (const delivery of deliveries) {
    // What is left of the batch is not acknowledged, so the source gives it back.
    if (limits.signal.aborted) return;
    handling.take(delivery);
    // Before the source is left, since it then gives back what is not acknowledged.
    if (handling.isComplete()) return handling.drained(grace.over);
    const room = handling.room();
    if (room) await grace.unlessBegun(room);
  }
}

function summaryOf({ handling, limits }: Loop): TailSummary {
  const unaccepted = handling.size() + handling.givenUp();
  const end = handling.isComplete() && unaccepted === 0 ? 'count' : limits.end();
  return { shown: handling.shown() - unaccepted, messages: handling.messages(), end };
}
