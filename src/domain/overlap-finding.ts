import type { Overlap } from './overlap.ts';
import { overlapRemedy, overlapSentence, suspicionRemedy, suspicionSentence } from './overlap-report.ts';
import type { Provider } from './providers/index.ts';
import type { Rule } from './rule.ts';
import { gatherSuspicions, type Suspicion } from './suspicion.ts';

/** One thing to tell of overlaps: a pair of descriptions, or several rules under one suspicion. */
export interface OverlapFinding<R extends Rule = Rule> {
  /** Refused, or only suspicious. */
  readonly level: 'error' | 'warning';
  readonly message: string;
  readonly hint: string;
  /** The rules that it is about, the first one first. */
  readonly rules: readonly R[];
  /** Where it is about one pair. */
  readonly overlap?: Overlap<R>;
}

export function findingsOf<R extends Rule>(
  overlaps: readonly Overlap<R>[],
  provider: Provider,
): OverlapFinding<R>[] {
  const { suspicions, others } = gatherSuspicions(overlaps);
  return [
    ...others.map((overlap) => ofPair(overlap, provider)),
    ...suspicions.map((suspicion) => ofSuspicion(suspicion, provider)),
  ];
}

function ofPair<R extends Rule>(overlap: Overlap<R>, provider: Provider): OverlapFinding<R> {
  const { a, b, level } = overlap;
  const [message, hint] = [overlapSentence(overlap, provider), overlapRemedy(overlap)];
  return { level, message, hint, rules: a === b ? [a] : [a, b], overlap };
}

function ofSuspicion<R extends Rule>(suspicion: Suspicion<R>, provider: Provider): OverlapFinding<R> {
  const { rules, overlaps } = suspicion;
  const [overlap] = overlaps;
  const isPair = rules.length === 2 && overlap !== undefined;
  return {
    level: 'warning',
    message: suspicionSentence(suspicion, provider),
    hint: suspicionRemedy(suspicion),
    rules,
    ...(isPair && { overlap }),
  };
}
