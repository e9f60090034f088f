import { setMaxListeners } from 'node:events';
import { setTimeout as timer } from 'node:timers/promises';
import type { FailedReceipt, MnsClient, ReceivedMessage } from '../clients/mns.ts';
import { type Acknowledgements, createAcknowledgements } from './acknowledgements.ts';
import { createPollPace } from './poll-pace.ts';
import type { Delivery, Notice, Source } from './source.ts';

export interface QueueSourceOptions {
  readonly client: Pick<MnsClient, 'receive' | 'delete' | 'changeVisibility'>;
  readonly queue: string;
  /** The topic that feeds the queue, for the origin of its deliveries. */
  readonly topic?: string;
  /** How long the service may wait for a first message, 1 to 30. */
  readonly waitSeconds: number;
  /** Messages a poll, 1 to 16 (16). */
  readonly batchSize?: number;
  readonly now: () => number;
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Only false for now: this source consumes. */
  readonly peek?: false;
}

/** How long the end of a source may take for deleting and releasing what it still holds. */
const CLOSING_LIMIT_MS = 1500;

/** Long-polls a queue. What is acknowledged gets deleted; what is not goes back to the queue when the source ends. */
export function queueSource(options: QueueSourceOptions): Source {
  const { client, queue, sleep = pause } = options;
  const acknowledgements = createAcknowledgements({
    deleteBatch: (receipts, signal) => client.delete(queue, receipts, signal),
    sleep,
  });
  return (signal) => poll(options, acknowledgements, signal);
}

async function* poll(
  options: QueueSourceOptions,
  acknowledgements: Acknowledgements,
  signal: AbortSignal,
): AsyncGenerator<Delivery | Notice, void, void> {
  const { client, queue, waitSeconds, batchSize = 16, now, random = Math.random, sleep = pause } = options;
  const pace = createPollPace({ waitSeconds, random });
  const held = new Set<string>();
  let link: Notice['link'] = 'ready';
  try {
    while (!signal.aborted) {
      await acknowledgements.room();
      const startedAtMs = now();
      // The first poll of a link does not wait: on an idle queue its answer would otherwise take half a minute to
      // tell that the link is good.
      const isFirst = link === 'ready';
      const messages = await client.receive(queue, {
        batchSize,
        waitSeconds: isFirst ? 0 : waitSeconds,
        signal,
      });
      for (const { receipt } of messages) held.add(receipt);
      yield pollNotice(link, now(), acknowledgements.takeFailed());
      link = 'polled';
      for (const message of messages) {
        if (signal.aborted) return;
        yield delivery(message);
      }
      const restMs = isFirst ? 0 : pace.restAfter({ messages: messages.length, tookMs: now() - startedAtMs });
      if (restMs > 0) await sleep(restMs, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await giveBack();
  }

  function delivery(message: ReceivedMessage): Delivery {
    return {
      kind: 'delivery',
      body: message.body,
      receivedAtMs: now(),
      origin: {
        queue,
        ...(options.topic === undefined ? {} : { topic: options.topic }),
        messageId: message.messageId,
        enqueuedAtMs: message.enqueuedAtMs,
        dequeueCount: message.dequeueCount,
      },
      acknowledge() {
        if (held.delete(message.receipt)) acknowledgements.add(message.receipt);
      },
    };
  }

  /** Best effort: what cannot be released becomes visible again when its time is over. */
  async function giveBack(): Promise<void> {
    const limit = AbortSignal.timeout(CLOSING_LIMIT_MS);
    // A whole batch listens to it at once, of which Node would warn as of a leak.
    setMaxListeners(0, limit);
    const released = [...held].map((receipt) =>
      // The service takes no 0 here, so one second is as good as now.
      client.changeVisibility(queue, receipt, 1, limit).catch(() => undefined),
    );
    await Promise.all([acknowledgements.flush(limit), ...released]);
  }
}

function pollNotice(link: Notice['link'], atMs: number, failed: readonly FailedReceipt[]): Notice {
  const text = lateText(failed);
  return { kind: 'notice', link, atMs, ...(text === undefined ? {} : { text }) };
}

function lateText(failed: readonly FailedReceipt[]): string | undefined {
  if (failed.length === 0) return undefined;
  const codes = [...new Set(failed.map(({ code }) => code))].join(', ');
  const messages = failed.length === 1 ? '1 message was' : `${failed.length} messages were`;
  return `${messages} handled too late to be deleted and may come again (${codes})`;
}

/** Ends early, without an error, when the signal aborts; does not keep the program alive. */
async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await timer(ms, undefined, { ref: false, ...(signal === undefined ? {} : { signal }) }).catch(
    () => undefined,
  );
}
