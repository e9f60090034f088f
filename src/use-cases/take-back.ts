import type { MnsClient } from '../clients/mns.ts';
import { Failure, HalfDone } from '../errors.ts';
import { isGone } from '../sources/transient.ts';

/** Something that was made on the way to what could not be finished. */
export interface Made {
  /** `topic movies` */
  readonly what: string;
  /** What it goes with, where that is removed. */
  readonly partOf?: string;
  /** What a user types to remove it: `topic delete movies`. */
  readonly removal: string;
  remove(): Promise<unknown>;
}

/**
 * Removes what was made, newest first, and gives the error to throw: the one that stood in the way, and with it the
 * names of what could not be removed again.
 */
export async function takeBack(made: readonly Made[], error: unknown): Promise<unknown> {
  const stuck = new Set<Made>();
  for (const one of made.toReversed()) {
    await one.remove().catch((reason: unknown) => isGone(reason) || stuck.add(one));
  }
  // Whether it is removed by now or has to be: what is a part of something goes with it.
  const wholes = new Set(made.map(({ what }) => what));
  const left = made.filter((one) => stuck.has(one) && !wholes.has(one.partOf ?? ''));
  return left.length > 0 && error instanceof Failure ? withLeft(error, left) : error;
}

export function madeSubscription(topic: string, name: string, mns: Pick<MnsClient, 'unsubscribe'>): Made {
  return {
    what: `subscription ${name} of topic ${topic}`,
    partOf: `topic ${topic}`,
    removal: `topic unsubscribe ${topic} ${name}`,
    remove: () => mns.unsubscribe(topic, name),
  };
}

function withLeft(error: Failure, left: readonly Made[]): Failure {
  // Services end their sentences, we do not.
  const message = `${error.message.replace(/\.$/, '')}; left behind: ${left.map(({ what }) => what).join(', ')}`;
  const removals = left.map(({ removal }) => `ossnotify ${removal}`).join(' && ');
  const before = error.hint ? `${error.hint}; ` : '';
  return new HalfDone(error, message, `${before}this removes what was left behind: ${removals}`);
}
