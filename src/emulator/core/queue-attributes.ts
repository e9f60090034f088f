import { isWithin, type Limits, type Range } from './limits.ts';
import { Problem } from './problem.ts';

export interface QueueAttributes {
  readonly delaySeconds: number;
  readonly maximumMessageBytes: number;
  readonly retentionSeconds: number;
  readonly visibilitySeconds: number;
  readonly pollingWaitSeconds: number;
  readonly loggingEnabled: boolean;
}

/** The service's own words for the attributes, which its messages quote. */
export const QUEUE_ATTRIBUTE_WORDS = {
  delaySeconds: 'DelaySeconds',
  maximumMessageBytes: 'MaximumMessageSize',
  retentionSeconds: 'MessageRetentionPeriod',
  visibilitySeconds: 'VisibilityTimeout',
  pollingWaitSeconds: 'PollingWaitSeconds',
} as const satisfies Partial<Record<keyof QueueAttributes, string>>;

type NumericAttribute = keyof typeof QUEUE_ATTRIBUTE_WORDS;
const NUMERIC = Object.keys(QUEUE_ATTRIBUTE_WORDS) as NumericAttribute[];

export function usualQueueAttributes(limits: Limits): QueueAttributes {
  return {
    delaySeconds: limits.delaySeconds.usual,
    maximumMessageBytes: limits.maximumMessageBytes.usual,
    retentionSeconds: limits.retentionSeconds.usual,
    visibilitySeconds: limits.visibilitySeconds.usual,
    pollingWaitSeconds: limits.pollingWaitSeconds.usual,
    loggingEnabled: false,
  };
}

export function queueAttributesProblem(given: Partial<QueueAttributes>, limits: Limits): Problem | undefined {
  for (const name of NUMERIC) {
    const value = given[name];
    if (value === undefined) continue;
    const problem = rangeProblem(QUEUE_ATTRIBUTE_WORDS[name], limits[name], value);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

export function rangeProblem(word: string, range: Range, value: number): Problem | undefined {
  if (isWithin(range, value)) return undefined;
  return new Problem('value-out-of-range', word, { low: range.low, high: range.high });
}

export const sameQueueAttributes = (one: QueueAttributes, other: QueueAttributes): boolean =>
  NUMERIC.every((name) => one[name] === other[name]) && one.loggingEnabled === other.loggingEnabled;
