import { isWorthRetrying, LONGEST_RETRY_AFTER_MS, retryAfterMs } from '../domain/retry.ts';
import type { System } from '../system.ts';
import type { Attempt, Miss } from './attempts.ts';
import type { PostAnswer } from './http-poster.ts';
import { createSlots } from './lanes.ts';
import { NotAccepted } from './sink.ts';

export interface ReceiversOptions {
  /** Requests at once, for each receiver: one that hangs keeps no place of another's. */
  readonly width: number;
  readonly system: Pick<System, 'now' | 'sleep'>;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/** One receiver, of which the answers to each event tell something for all. */
export interface Receiver {
  /**
   * The tries of one event. A try waits until there is a place, and until the patience is over that was asked for.
   * @throws {NotAccepted} when the signal aborts before that
   */
  tries(post: () => Promise<PostAnswer>): () => Promise<Attempt>;
}

/** Each receiver by its URL. */
export function createReceivers(options: ReceiversOptions): (url: string) => Receiver {
  const receivers = new Map<string, Receiver>();
  return (url) => {
    const receiver = receivers.get(url) ?? createReceiver(options);
    receivers.set(url, receiver);
    return receiver;
  };
}

interface Tally {
  /** Answers of any kind. */
  readonly answers: number;
  readonly taken: number;
}

function createReceiver({ width, system, signal }: ReceiversOptions): Receiver {
  const slots = createSlots(width);
  const { now, sleep } = system;
  let tally: Tally = { answers: 0, taken: 0 };
  let pause: { readonly untilMs: number; readonly over: Promise<void> } | undefined;

  /** The answer is judged before the place goes to the next, who may have to wait for it. */
  async function inTurn(tryOnce: () => Promise<Attempt>): Promise<Attempt> {
    for (;;) {
      while (pause && !signal.aborted) await pause.over;
      const attempt = await slots.use(async () => {
        if (signal.aborted) throw new NotAccepted('the tail is ending');
        return pause ? undefined : tryOnce();
      });
      if (attempt) return attempt;
    }
  }

  /** Whoever asks for patience wants to be left alone, and not only with this event. */
  function pauseFor(askedMs: number): void {
    const waitMs = Math.min(askedMs, LONGEST_RETRY_AFTER_MS);
    const untilMs = now() + waitMs;
    if (waitMs === 0 || (pause && pause.untilMs >= untilMs)) return;
    const over = sleep(waitMs, signal).then(() => {
      if (pause?.over === over) pause = undefined;
    });
    pause = { untilMs, over };
  }

  function judge(answer: PostAnswer, before: Tally): Attempt {
    const othersTaken = tally.taken > before.taken;
    // Who answers others is not away: then it is this event that makes it hang or break down.
    const isAway = tally.answers === before.answers;
    if (answer.kind === 'none')
      return { kind: 'again', reason: answer.code, fault: isAway ? 'receiver' : 'event', othersTaken };
    const attempt = attemptOf(answer, { now: now(), othersTaken });
    tally = { answers: tally.answers + 1, taken: tally.taken + (attempt.kind === 'done' ? 1 : 0) };
    if (attempt.kind === 'again' && attempt.fault === 'receiver') pauseFor(attempt.retryAfterMs ?? 0);
    return attempt;
  }

  return {
    tries(post) {
      let before = tally;
      return async () => {
        const attempt = await inTurn(async () => judge(await post(), before));
        before = tally;
        return attempt;
      };
    },
  };
}

function attemptOf(
  { status, retryAfter }: Extract<PostAnswer, { kind: 'answer' }>,
  { now, othersTaken }: { readonly now: number } & Pick<Miss, 'othersTaken'>,
): Attempt {
  if (status >= 200 && status < 300) return { kind: 'done' };
  const reason = `it answered ${status}`;
  if (!isWorthRetrying(status)) return { kind: 'refused', reason };
  const waitMs = retryAfterMs(retryAfter, now);
  const isThrottled = status === 429 || (status === 503 && waitMs !== undefined);
  const miss = { reason, fault: isThrottled ? 'receiver' : 'event', othersTaken } as const;
  return { kind: 'again', ...miss, ...(waitMs !== undefined && { retryAfterMs: waitMs }) };
}
