/** Everything that a service may refuse, as values; each API family maps them to its own codes at the edge. */
export type ProblemKind =
  | 'queue-missing'
  | 'queue-exists'
  | 'queue-name-invalid'
  | 'queue-name-length'
  | 'topic-missing'
  | 'topic-exists'
  | 'topic-name-invalid'
  | 'topic-name-length'
  | 'subscription-missing'
  | 'subscription-exists'
  | 'subscription-name-invalid'
  | 'subscription-name-length'
  | 'endpoint-invalid'
  | 'message-missing'
  | 'receipt-invalid'
  | 'value-out-of-range'
  | 'value-invalid'
  | 'message-too-long'
  | 'quota-exceeded'
  | 'rule-missing'
  | 'rule-exists'
  | 'rule-overlap'
  | 'rule-invalid'
  | 'event-type-unknown'
  | 'bucket-missing'
  | 'bucket-name-invalid'
  | 'bucket-not-empty'
  | 'key-missing'
  | 'version-missing'
  | 'version-is-marker'
  | 'key-invalid'
  | 'upload-missing'
  | 'part-invalid'
  | 'part-order-invalid'
  | 'part-too-small'
  | 'position-mismatch'
  | 'not-appendable'
  | 'symlink-target-missing'
  | 'restore-in-progress'
  | 'restore-not-needed';

export class Problem {
  readonly kind: ProblemKind;
  /** What it is about: a name, an attribute, a sentence; never a secret. */
  readonly subject: string;
  /** The bounds of a value out of range, in the unit of its attribute. */
  readonly bounds: { readonly low: number; readonly high: number } | undefined;

  constructor(kind: ProblemKind, subject = '', bounds?: { readonly low: number; readonly high: number }) {
    this.kind = kind;
    this.subject = subject;
    this.bounds = bounds;
  }
}
