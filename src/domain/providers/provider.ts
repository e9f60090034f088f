export type ProviderName = 'oss' | 'ks3';

/** One row of a provider's catalogue. */
export interface EventTypeEntry {
  /** As the provider's rules spell it. */
  readonly type: string;
  /** Without the provider's prefix: `ObjectCreated`. */
  readonly group: string;
  /** When the event is emitted. */
  readonly meaning: string;
  /** Restrictions, and what the message carries besides the common fields. */
  readonly note?: string;
}

/** What differs between the services: names, limits and catalogue; the rest of the program asks this table. */
export interface Provider {
  readonly name: ProviderName;
  readonly label: string;
  /** What event types carry in front in this provider's rules; empty where rules spell them bare. */
  readonly eventPrefix: '' | 'ks3:';
  readonly events: readonly EventTypeEntry[];
  /** Groups that a rule may name as `Group:*`. */
  readonly wildcardGroups: ReadonlySet<string>;
  readonly ruleName: { readonly pattern: RegExp; readonly rule: string };
  readonly bucketName: { readonly pattern: RegExp; readonly rule: string };
  /** Resource descriptions of one rule. */
  readonly maxResources: number;
  /** Rules within `ruleScope`. */
  readonly maxRules: number;
  readonly ruleScope: 'region' | 'bucket';
  /** Whether a rule may name one key in full. */
  readonly exactNames: boolean;
  /** A key, a prefix or a suffix, in UTF-8 bytes. */
  readonly maxKeyBytes: number;
  /** Characters that no key of this provider begins with. */
  readonly impossibleFirst: string;
  /**
   * Up to how many rules of one bucket a pair that agrees in prefix or suffix alone is worth a warning; 0 = never.
   * The bound keeps the check of big files near-linear.
   */
  readonly partialOverlapWarnedUpTo: number;
  /** Minutes until a new rule takes effect. */
  readonly activationMinutes: number;
  /** What `to` may name, and how many. */
  readonly destinations: {
    readonly kinds: readonly ('topic' | 'queue' | 'url')[];
    readonly most: number;
    /** Without one of its own a rule of this provider sends nowhere. */
    readonly required: boolean;
  };
  /** How a callback may be made; empty where the choice does not exist. */
  readonly callbackMethods: readonly string[];
  /** Whether failed deliveries can be listed in a bucket. */
  readonly failureReports: boolean;
  /** What the service does with a rule whose name another one has. */
  readonly reusedName: 'refused' | 'overwrites';
  /** Whether wildcards travel as such, or as the types that they cover. */
  readonly sendsWildcards: boolean;
  /** Documented reasons why no event comes although a rule seems to ask for it. */
  readonly silences: readonly string[];
}
