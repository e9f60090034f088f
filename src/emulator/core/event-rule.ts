import type { MatchRules } from './description.ts';

export type ReceiverKind = 'topic' | 'queue' | 'http';

export interface Receiver {
  readonly kind: ReceiverKind;
  /** Plain name of a topic or queue, or a URL. */
  readonly value: string;
}

/** DIRECT: into one queue, no topic between. BROADCAST: to a topic and whoever subscribes to it. */
export type DeliveryMode = 'DIRECT' | 'BROADCAST';

export interface EventRuleRequest {
  readonly name: string;
  readonly eventTypes: readonly string[];
  readonly matchRules: MatchRules;
  readonly receivers: readonly Receiver[];
  readonly mode?: DeliveryMode;
}

export interface EventRule {
  readonly name: string;
  readonly eventTypes: readonly string[];
  readonly matchRules: MatchRules;
  /** The only receiver, when there is exactly one. */
  readonly receiver?: Receiver;
  readonly mode: DeliveryMode;
  readonly topic: string;
  readonly createdAtMs: number;
  /** From when on it raises events. */
  readonly activeAtMs: number;
}
