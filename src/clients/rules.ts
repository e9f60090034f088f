import type { LiveRule } from '../domain/live-rule.ts';
import type { Rule } from '../domain/rule.ts';
import type { RuleEndpoint } from '../domain/rule-endpoint.ts';

export type { LiveRule, Receiver } from '../domain/live-rule.ts';

/** A rule to make. */
export interface NewRule extends Rule {
  readonly endpoint: RuleEndpoint;
}

/** The rules of an account and region, or of a KS3 bucket, whatever API holds them. Failures are ServiceErrors. */
export interface Rules {
  list(): Promise<LiveRule[]>;
  get(name: string): Promise<LiveRule | undefined>;
  create(rule: NewRule): Promise<void>;
  /** A rule that is not there is an answer, not an error. */
  delete(name: string): Promise<'deleted' | 'missing'>;
  /** There where the service takes all rules in one write: several changes that happen together or not at all. */
  readonly changeTogether?: (change: RuleChange) => Promise<ChangeOutcome>;
  /** There where a name is unique in the account, and its rule in a bucket: rules of these names in other buckets. */
  readonly namesakes?: (names: readonly string[]) => Promise<Namesakes>;
}

export interface Namesakes {
  readonly rules: readonly LiveRule[];
  /** What could not be looked at, each a sentence. */
  readonly unseen: readonly string[];
}

export interface RuleChange {
  /** What the change was planned against; anything else there now is a Failure of kind conflict. */
  readonly expected?: readonly LiveRule[];
  /** What the new rules are agreed to take the place of; another rule of their names is a Failure of kind conflict. */
  readonly overwrites?: readonly LiveRule[];
  readonly remove: readonly string[];
  readonly add: readonly NewRule[];
}

export interface ChangeOutcome {
  /** `repaired`: somebody else's write had undone the change, and it was made again upon theirs. */
  readonly kind: 'changed' | 'repaired';
  /** It was written; why its effect could not be looked at again. */
  readonly unchecked?: unknown;
}
