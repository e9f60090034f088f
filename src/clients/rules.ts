import type { Rule } from '../domain/rule.ts';

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
  /** What could be read in more than one way, each a sentence for people. */
  readonly warnings?: readonly string[];
}

/** A rule to make. */
export interface NewRule extends Rule {
  readonly endpoint: { readonly type: 'topic' | 'queue'; readonly value: string };
}

/** The rules of an account and region, whatever API holds them. Failures are ServiceErrors. */
export interface Rules {
  list(): Promise<LiveRule[]>;
  get(name: string): Promise<LiveRule | undefined>;
  create(rule: NewRule): Promise<void>;
  /** A rule that is not there is an answer, not an error. */
  delete(name: string): Promise<'deleted' | 'missing'>;
}
