/** Which faults the emulator makes, and how often; rates are from 0 to 1. */
export interface FaultPlan {
  /** What a request is refused with, for one operation or (under `*`) for all. */
  readonly errors: readonly ErrorFault[];
  /** Connections cut, half of them before and half after the request is carried out. */
  readonly dropRate: number;
  /** Messages that are delivered twice. */
  readonly duplicateRate: number;
  /** Messages that let the next one go first. */
  readonly reorderRate: number;
  readonly latencyMs: { readonly low: number; readonly high: number };
  /** How far the emulator's clock is ahead when it judges the time of requests. */
  readonly skewMs: number;
  readonly seed: number;
}

export const FAULT_STATUSES = [500, 503, 429, 403] as const;
export type FaultStatus = (typeof FAULT_STATUSES)[number];

export interface ErrorFault {
  /** Such as `SendMessage`, in any case; `*` for every operation. */
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

/** What `error` stands for: those that a client is expected to try again after. */
const PASSING: readonly FaultStatus[] = [500, 503, 429];

const RATES: Readonly<Record<string, 'dropRate' | 'duplicateRate' | 'reorderRate'>> = {
  drop: 'dropRate',
  dup: 'duplicateRate',
  reorder: 'reorderRate',
};

/**
 * `error=0.2,drop=0.05,dup=0.05,seed=7`. Also `500|503|429|403=RATE`, each with `.OPERATION` after the name for one
 * operation; `reorder=RATE`; `latency=20ms` or `latency=5ms-200ms`; `skew=20m` or `skew=-20m`. A text is what is wrong.
 */
export function parseFaults(text: string): FaultPlan | string {
  let plan = noFaults;
  for (const item of text.split(',').filter((part) => part.trim() !== '')) {
    const [name = '', value = ''] = item.split('=').map((part) => part.trim());
    const changed = withFault(plan, name, value);
    if (changed === undefined) return `"${item.trim()}" is no fault`;
    plan = changed;
  }
  return plan;
}

function withFault(plan: FaultPlan, name: string, value: string): FaultPlan | undefined {
  if (name === 'seed') return /^\d{1,9}$/.test(value) ? { ...plan, seed: Number(value) } : undefined;
  if (name === 'latency') return withLatency(plan, value);
  if (name === 'skew') return withSkew(plan, value);
  const rate = rateOf(value);
  if (rate === undefined) return undefined;
  const member = RATES[name];
  if (member !== undefined) return { ...plan, [member]: rate };
  return withError(plan, name, rate);
}

function withError(plan: FaultPlan, name: string, rate: number): FaultPlan | undefined {
  const [kind = '', operation = '*'] = name.split('.');
  const statuses = kind === 'error' ? PASSING : FAULT_STATUSES.filter((status) => String(status) === kind);
  if (statuses.length === 0 || operation === '') return undefined;
  return { ...plan, errors: [...plan.errors, { operation: operation.toLowerCase(), statuses, rate }] };
}

function withLatency(plan: FaultPlan, value: string): FaultPlan | undefined {
  const [low, high = low] = value.split('-').map(durationMs);
  return low === undefined || high === undefined || high < low
    ? undefined
    : { ...plan, latencyMs: { low, high } };
}

function withSkew(plan: FaultPlan, value: string): FaultPlan | undefined {
  const size = durationMs(value.replace(/^-/, ''));
  return size === undefined ? undefined : { ...plan, skewMs: value.startsWith('-') ? -size : size };
}

function rateOf(text: string): number | undefined {
  const rate = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
  return rate >= 0 && rate <= 1 ? rate : undefined;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function durationMs(text: string): number | undefined {
  const match = /^(\d{1,9}(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim());
  return match === null ? undefined : Number(match[1]) * (UNITS[match[2] ?? ''] ?? 1);
}
