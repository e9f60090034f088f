import type { FaultPlan } from './core/fault-plan.ts';
import { readFaults } from './core/fault-text.ts';
import { OPERATION_NAMES } from './http/operation-name.ts';

/**
 * `error=0.2,drop=0.05,dup=0.05,seed=7`. Also `500|503|429|403=RATE`, each with `.OPERATION` after the name for one
 * operation, named as in the request log; the name of a single form, such as `SendMessage`, holds for its batches too.
 * `reorder=RATE`; `latency=20ms` or `latency=5ms-200ms`; `skew=20m` or `skew=-20m`. A text is what is wrong.
 */
export const parseFaults = (text: string): FaultPlan | string => readFaults(text, OPERATION_NAMES);

/** The plan of a text, for callers to whom a bad text is a mistake of their own. */
export function planOf(text: string): FaultPlan {
  const plan = parseFaults(text);
  if (typeof plan === 'string') throw new RangeError(plan);
  return plan;
}
