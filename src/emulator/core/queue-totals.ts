/** Messages since the queue was made; with a data folder, restarts included. */
export interface QueueTotals {
  /** Put in, those of faults included. */
  readonly sent: number;
  /** Of them, put in once more by a fault. */
  readonly duplicated: number;
  readonly deleted: number;
  /** Dropped by age. */
  readonly expired: number;
}

export const noTotals: QueueTotals = { sent: 0, duplicated: 0, deleted: 0, expired: 0 };
