import type { Rule } from './rule.ts';

/** Somebody who gets a rule's messages. */
export interface Receiver {
  readonly type: 'topic' | 'queue' | 'http';
  /** Plain name of a topic or queue, or a URL. */
  readonly value: string;
}

/** A rule as the service holds it. */
export interface LiveRule extends Rule {
  /** The topic that the rule publishes to, its own or one that the service made. */
  readonly topic?: string;
  readonly endpoint?: Receiver;
  readonly subscriptions: readonly Receiver[];
  /** How callbacks are made, where the provider leaves the choice. */
  readonly method?: string;
  readonly report?: FailureReport;
  /** What could be read in more than one way, each a sentence for people. */
  readonly warnings?: readonly string[];
}

/** Where KS3 lists once a day what it could not deliver. */
export interface FailureReport {
  readonly bucket: string;
  readonly prefix: string;
}
