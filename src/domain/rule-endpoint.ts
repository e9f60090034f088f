import type { FailureReport } from './live-rule.ts';

/** What the rule itself names as its receiver; everybody else is subscribed to its topic. */
export type RuleEndpoint =
  | { readonly type: 'topic' | 'queue'; readonly value: string }
  /** KS3 calls the URLs itself. */
  | {
      readonly type: 'http';
      readonly urls: readonly string[];
      readonly method: string;
      readonly report?: FailureReport;
    };
