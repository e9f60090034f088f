/** Documented limits of MNS and of the rule API; `relaxed` keeps the defaults and lifts the bounds. */
export interface Range {
  readonly low: number;
  readonly high: number;
  readonly usual: number;
}

export interface Limits {
  readonly delaySeconds: Range;
  readonly maximumMessageBytes: Range;
  readonly retentionSeconds: Range;
  readonly visibilitySeconds: Range;
  readonly pollingWaitSeconds: Range;
  readonly priority: Range;
  readonly batchMessages: Range;
  readonly batchBytes: number;
  readonly nameLength: number;
  readonly subscriptionNameLength: number;
  readonly tagLength: number;
  readonly userProperties: number;
  readonly subscriptionsPerTopic: number;
  readonly queues: number;
  readonly topics: number;
  readonly rules: number;
  readonly descriptionsPerRule: number;
  /** Polls that may wait on one queue; the service's own cap is dynamic and not documented. */
  readonly longPollsPerQueue: number;
}

export const strictLimits: Limits = {
  delaySeconds: { low: 0, high: 604_800, usual: 0 },
  maximumMessageBytes: { low: 1024, high: 65_536, usual: 65_536 },
  retentionSeconds: { low: 60, high: 604_800, usual: 345_600 },
  visibilitySeconds: { low: 1, high: 43_200, usual: 30 },
  pollingWaitSeconds: { low: 0, high: 30, usual: 0 },
  priority: { low: 1, high: 16, usual: 8 },
  batchMessages: { low: 1, high: 16, usual: 1 },
  batchBytes: 65_536,
  nameLength: 120,
  subscriptionNameLength: 255,
  tagLength: 16,
  userProperties: 50,
  subscriptionsPerTopic: 100,
  queues: 1000,
  topics: 1000,
  rules: 10,
  descriptionsPerRule: 10,
  longPollsPerQueue: 100,
};

const MANY = 1_000_000;

export const relaxedLimits: Limits = {
  delaySeconds: { low: 0, high: 2_000_000, usual: 0 },
  maximumMessageBytes: { low: 1, high: 8 * 1024 * 1024, usual: 65_536 },
  retentionSeconds: { low: 1, high: 2_000_000, usual: 345_600 },
  visibilitySeconds: { low: 0, high: 2_000_000, usual: 30 },
  pollingWaitSeconds: { low: 0, high: 3600, usual: 0 },
  priority: { low: 1, high: 16, usual: 8 },
  batchMessages: { low: 1, high: 1000, usual: 1 },
  batchBytes: 8 * 1024 * 1024,
  nameLength: 1024,
  subscriptionNameLength: 1024,
  tagLength: 1024,
  userProperties: MANY,
  subscriptionsPerTopic: MANY,
  queues: MANY,
  topics: MANY,
  rules: MANY,
  descriptionsPerRule: MANY,
  longPollsPerQueue: MANY,
};

export const isWithin = (range: Range, value: number): boolean =>
  Number.isInteger(value) && value >= range.low && value <= range.high;
