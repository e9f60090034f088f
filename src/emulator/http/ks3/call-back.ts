import type { PushResult } from '../../core/pushes.ts';
import type { Outgoing } from '../push/outgoing.ts';

/** One event as one JSON object to a rule's URL; no signature is documented, so there is none. */
export const callBack = (
  outgoing: Outgoing,
  url: string,
  method: string,
  body: string,
): Promise<PushResult> =>
  outgoing.send({ url: new URL(url), method, headers: { 'Content-Type': 'application/json' }, body });
