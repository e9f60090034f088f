/** Which faults the emulator makes, and how often; rates are from 0 to 1. */
export interface FaultPlan {
  /** What a request is refused with, for one operation or (under `*`) for all. */
  readonly errors: readonly ErrorFault[];
  /** Connections cut, half of them before and half after the request is carried out. */
  readonly dropRate: number;
  /** Messages and pushes that are delivered twice. */
  readonly duplicateRate: number;
  /** Messages and pushes that let the next one go first. */
  readonly reorderRate: number;
  readonly latencyMs: { readonly low: number; readonly high: number };
  /** How far the emulator's clock is ahead when it judges the time of requests. */
  readonly skewMs: number;
  readonly seed: number;
}

export const FAULT_STATUSES = [500, 503, 429, 403] as const;
export type FaultStatus = (typeof FAULT_STATUSES)[number];

export interface ErrorFault {
  /** Such as `SendMessage`, in lower case, batches of it included; `*` for every operation. */
  readonly operation: string;
  readonly statuses: readonly FaultStatus[];
  readonly rate: number;
}

export const noFaults: FaultPlan = {
  errors: [],
  dropRate: 0,
  duplicateRate: 0,
  reorderRate: 0,
  latencyMs: { low: 0, high: 0 },
  skewMs: 0,
  seed: 1,
};
