import type { MnsClient } from '../clients/mns.ts';
import { decodeBody } from '../domain/envelope.ts';
import { eventTypesIntersect } from '../domain/event-type.ts';
import type { Probe } from '../domain/probe.ts';
import { openTemporarySubscription } from '../sources/temporary-subscription.ts';
import { type ProbeStore, requireProbe } from './probe-object.ts';

export interface ProbeOptions {
  readonly probe: Probe;
  readonly store: ProbeStore;
  /** Where the event is waited for; without it only the service's word for it is asked. */
  readonly listen?: {
    readonly mns: MnsClient;
    readonly topic: string;
    readonly region: string;
    readonly accountId: string;
  };
  readonly timeoutMs: number;
  readonly now: () => number;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Milliseconds of each hop; a hop that did not happen, or cannot be told, is absent. */
export interface ProbeReport {
  readonly key: string;
  /** What the service said of the event; absent when no rule matched. */
  readonly status?: string;
  /** The request that raises the event, from here and back. */
  readonly requestMs: number;
  /** From the service's own time of the event to the message's arrival in the queue. */
  readonly toQueueMs?: number;
  /** From the queue to here. */
  readonly toHereMs?: number;
  /** From the start of the request to the event's arrival here. */
  readonly totalMs?: number;
  readonly outcome: 'arrived' | 'handed-over' | 'no-rule-matched' | 'lost' | 'stopped';
}

/** Raises one event and follows it; the object, and what listened for it, is gone afterwards. */
export async function probeRule(options: ProbeOptions): Promise<ProbeReport> {
  const { store, listen, now, random, signal } = options;
  const probe = requireProbe(options.probe);
  const queue =
    listen && (await openTemporarySubscription({ client: listen.mns, ...listen, random, signal }));
  try {
    const raised = await raise(probe, store, now);
    const base = {
      key: probe.key,
      requestMs: raised.requestMs,
      ...(raised.status !== undefined && { status: raised.status }),
    };
    if (raised.status === undefined) return { ...base, outcome: 'no-rule-matched' };
    if (!queue || !listen) return { ...base, outcome: 'handed-over' };
    const arrival = await waitFor(probe, listen.mns, queue.queue, options);
    if (arrival === undefined) return { ...base, outcome: signal.aborted ? 'stopped' : 'lost' };
    return { ...base, ...arrival, totalMs: now() - raised.startedMs, outcome: 'arrived' };
  } finally {
    await queue?.close();
  }
}

interface Raised {
  readonly status: string | undefined;
  readonly startedMs: number;
  readonly requestMs: number;
}

async function raise(
  probe: Exclude<Probe, { kind: 'impossible' }>,
  store: ProbeStore,
  now: () => number,
): Promise<Raised> {
  const timed = async (request: () => Promise<string | undefined>): Promise<Raised> => {
    const startedMs = now();
    const status = await request();
    return { status, startedMs, requestMs: now() - startedMs };
  };
  let put: Raised | undefined;
  let removed: Raised | undefined;
  try {
    put = await timed(() => store.put(probe.key));
  } finally {
    removed = await timed(() => store.remove(probe.key));
  }
  return probe.kind === 'put' ? put : removed;
}

async function waitFor(
  probe: Exclude<Probe, { kind: 'impossible' }>,
  mns: MnsClient,
  queue: string,
  { timeoutMs, now, signal }: ProbeOptions,
): Promise<{ toQueueMs?: number; toHereMs: number } | undefined> {
  const endMs = now() + timeoutMs;
  while (!signal.aborted && now() < endMs) {
    const waitSeconds = Math.max(1, Math.min(30, Math.ceil((endMs - now()) / 1000)));
    for (const message of await mns.receive(queue, { batchSize: 16, waitSeconds, signal })) {
      const time = timeOf(message.body, probe);
      if (time === undefined) continue;
      const toHereMs = now() - message.enqueuedAtMs;
      return Number.isNaN(time) ? { toHereMs } : { toQueueMs: message.enqueuedAtMs - time, toHereMs };
    }
  }
  return undefined;
}

/** The event's own time (NaN when unreadable); undefined when the body does not hold the probe's event. */
function timeOf(
  body: string,
  { key, eventType }: Exclude<Probe, { kind: 'impossible' }>,
): number | undefined {
  const decoded = decodeBody(body);
  if (decoded.kind !== 'events') return undefined;
  const found = decoded.events.find(
    (event) => event?.key === key && eventTypesIntersect(event.type, eventType),
  );
  return found && Date.parse(found.time ?? '');
}
