/** Messages since the queue was made, or the emulator started. */
export interface QueueTotals {
  /** Put in, those of faults included. */
  readonly sent: number;
  /** Of them, put in once more by a fault. */
  readonly duplicated: number;
  readonly deleted: number;
  /** Dropped by age. */
  readonly expired: number;
}
