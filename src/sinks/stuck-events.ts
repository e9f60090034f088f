import type { Miss } from './attempts.ts';
import { NotAccepted } from './sink.ts';

export interface StuckEventsOptions {
  readonly tell: (text: string) => void;
  /** What is sent away comes again, so that its place may go to others. */
  readonly comesAgain: boolean;
  /** Ends the line about an event that is stuck: what is to be done about it. */
  readonly remedy: string;
}

/** An event that was not taken at its first try; one object until it is over. */
export interface Candidate {
  /** Of its receiver, for people. */
  readonly receiver: string;
  /** For people. */
  readonly event: string;
  readonly key: string;
}

export interface StuckEvents {
  /**
   * The event has failed so often; `isOwn` where nothing says that its receiver fails with all. Whether it is stuck, so
   * that others are not to wait behind it.
   * @throws {NotAccepted} when too many are, and this one has to make room
   */
  missed(
    event: Candidate,
    miss: Miss,
    state: { readonly failures: number; readonly isOwn: boolean },
  ): boolean;
  /** It is taken, or given up. */
  over(event: Candidate, how: 'taken' | 'given up'): void;
}

const TOLD_AFTER_FAILURES = 3;
/** Some three seconds: what passes sooner shall not cost the order of a key. */
const STUCK_AFTER_FAILURES = 5;
/** With one more of their keys each they are fewer than half of the messages under way. */
const MOST_STUCK = 12;
const MOST_TOLD = 1000;

/** Events that fail over and over while others are taken: told by name, and kept from taking all the places. */
export function createStuckEvents({ tell, comesAgain, remedy }: StuckEventsOptions): StuckEvents {
  const stuck = new Set<Candidate>();
  /** Others were taken since they were first tried. */
  const overtaken = new WeakSet<Candidate>();
  const told = new Set<string>();
  const nameOf = ({ receiver, key }: Candidate) => `${receiver} ${key}`;

  function tellOnce(candidate: Candidate, { reason }: Miss, failures: number): void {
    const name = nameOf(candidate);
    if (told.has(name)) return;
    if (told.size >= MOST_TOLD) told.clear();
    told.add(name);
    const { receiver, event } = candidate;
    tell(
      `warning: ${receiver} did not take ${event} in ${failures} tries (${reason}); trying again, ${remedy}`,
    );
  }

  return {
    missed(candidate, miss, { failures, isOwn }) {
      if (miss.othersTaken) overtaken.add(candidate);
      if (failures >= TOLD_AFTER_FAILURES && (miss.othersTaken || isOwn)) tellOnce(candidate, miss, failures);
      if (failures < STUCK_AFTER_FAILURES || !comesAgain) return false;
      if (!isOwn && !overtaken.has(candidate)) return false;
      if (stuck.size >= MOST_STUCK && !stuck.has(candidate)) throw new NotAccepted(miss.reason);
      stuck.add(candidate);
      return true;
    },
    over(candidate, how) {
      stuck.delete(candidate);
      if (told.delete(nameOf(candidate)) && how === 'taken')
        tell(`${candidate.receiver} has taken ${candidate.event} now`);
    },
  };
}
