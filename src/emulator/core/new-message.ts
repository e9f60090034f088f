import { newMessageId } from './identity.ts';
import type { Limits } from './limits.ts';
import type { Message, NewMessage } from './message.ts';
import { Problem } from './problem.ts';
import { rangeProblem } from './queue-attributes.ts';
import { mintReceipt } from './receipt.ts';

const SECOND_MS = 1000;

/** Why a queue would not take the message, if so. */
export function newMessageProblem(
  { body, delaySeconds, priority, userProperties }: NewMessage,
  maximumBytes: number,
  limits: Limits,
): Problem | undefined {
  // The length in UTF-16 units is never more than that in bytes, and at least a third of it.
  if (body.length * 3 > maximumBytes && Buffer.byteLength(body) > maximumBytes)
    return new Problem('message-too-long');
  if (body === '') return new Problem('value-invalid', 'MessageBody');
  if ((userProperties?.length ?? 0) > limits.userProperties)
    return new Problem('value-invalid', 'UserProperties');
  const delayProblem =
    delaySeconds === undefined ? undefined : rangeProblem('DelaySeconds', limits.delaySeconds, delaySeconds);
  if (delayProblem !== undefined || priority === undefined) return delayProblem;
  return rangeProblem('Priority', limits.priority, priority);
}

/** What holds where a message does not say. */
export interface Usual {
  readonly delaySeconds: number;
  readonly priority: number;
}

/** A message as it stands when it has just been enqueued. */
export function newMessage(wanted: NewMessage, bodyMd5: string, usual: Usual, nowMs: number): Message {
  const id = newMessageId();
  const delayMs = (wanted.delaySeconds ?? usual.delaySeconds) * SECOND_MS;
  return {
    id,
    body: wanted.body,
    bodyMd5,
    priority: wanted.priority ?? usual.priority,
    userProperties: wanted.userProperties,
    enqueuedAtMs: nowMs,
    state: delayMs > 0 ? 'delayed' : 'active',
    firstDequeuedAtMs: 0,
    dequeueCount: 0,
    visibleAtMs: nowMs + delayMs,
    // With it a delayed message can be deleted before it becomes visible.
    receipt: delayMs > 0 ? mintReceipt(id, nowMs, delayMs, 0) : undefined,
    hiddenSlot: -1,
  };
}
