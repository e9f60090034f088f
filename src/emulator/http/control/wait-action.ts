import { type EventWish, fulfils } from '../../core/event-wish.ts';
import type { Steering } from '../../steering.ts';
import type { Query } from '../query.ts';
import type { Answer, WireRequest } from '../wire-request.ts';
import { jsonAnswer, refusal } from './json-answer.ts';

const LONGEST_WAIT_SECONDS = 600;
const USUAL_WAIT_SECONDS = 10;
const WISHES = ['event', 'key', 'bucket', 'rule'] as const;

/** `GET /wait`: the first event that is as wished, also one of before. */
export async function waitForEvent({ services }: Steering, { query }: WireRequest): Promise<Answer> {
  const problem = problemWith(query);
  if (problem !== undefined) return refusal(400, 'BadWish', problem);
  const seconds = Math.min(Number(query.get('seconds') ?? USUAL_WAIT_SECONDS), LONGEST_WAIT_SECONDS);
  const wish: EventWish = Object.fromEntries(
    WISHES.flatMap((name) => (query.has(name) ? [[name, query.get(name)]] : [])),
  );
  const event = await services.log.waitFor((candidate) => fulfils(candidate, wish), seconds * 1000);
  if (event === 'closed') return refusal(503, 'EmulatorClosed', 'The emulator was closed.');
  if (event === 'reset') return refusal(409, 'EmulatorReset', 'The emulator was reset.');
  return event === undefined
    ? refusal(408, 'NoSuchEvent', 'No such event was raised in time.')
    : jsonAnswer(200, event);
}

/** A wish that is not understood must not be fulfilled by any event at all. */
function problemWith({ items }: Query): string | undefined {
  for (const { name, value = '' } of items) {
    if (name === 'seconds' && !/^\d{1,9}(?:\.\d{1,3})?$/.test(value))
      return `seconds=${value} is no number of seconds.`;
    if (name !== 'seconds' && WISHES.every((known) => known !== name))
      return `There is no ${name} to wait for: there are ${WISHES.join(', ')} and seconds.`;
  }
  return undefined;
}
