import { nearestOf } from '../../domain/edit-distance.ts';
import { FAULT_STATUSES, type FaultPlan, type FaultStatus, noFaults } from './fault-plan.ts';

/** What `error` stands for: those that a client is expected to try again after. */
const PASSING: readonly FaultStatus[] = [500, 503, 429];

const RATES = new Map([
  ['drop', 'dropRate'],
  ['dup', 'duplicateRate'],
  ['reorder', 'reorderRate'],
]);

/** The plan that a text describes; a text is what is wrong with it. The operations are those that a fault can be made for. */
export function readFaults(text: string, operations: readonly string[]): FaultPlan | string {
  let plan = noFaults;
  for (const item of text.split(',').filter((part) => part.trim() !== '')) {
    const changes = changesOf(item.trim(), plan, operations);
    if (typeof changes === 'string') return `"${item.trim()}": ${changes}`;
    plan = { ...plan, ...changes };
  }
  return plan;
}

type Changes = Partial<FaultPlan> | string;

function changesOf(item: string, plan: FaultPlan, operations: readonly string[]): Changes {
  const [name = '', value, ...more] = item.split('=').map((part) => part.trim());
  if (value === undefined || more.length > 0) return 'a fault is NAME=VALUE';
  if (name === 'seed') return seedOf(value);
  if (name === 'latency') return latencyOf(value);
  if (name === 'skew') return skewOf(value);
  const rate = rateOf(value);
  const member = RATES.get(name);
  if (member !== undefined) return rate === undefined ? NO_RATE : { [member]: rate };
  return errorsOf(name, rate, plan, operations);
}

const NO_RATE = 'a rate is a number from 0 to 1';

/** `error` or a status, with `.OPERATION` behind it for one operation. */
function errorsOf(
  name: string,
  rate: number | undefined,
  { errors }: FaultPlan,
  operations: readonly string[],
): Changes {
  const [kind = '', operation = '*'] = name.split(/\.(.*)/s);
  const statuses = kind === 'error' ? PASSING : FAULT_STATUSES.filter((status) => String(status) === kind);
  if (statuses.length === 0)
    return 'there are error, 500, 503, 429, 403 (each alone or as NAME.OPERATION), drop, dup, reorder, latency, skew and seed';
  const isKnown = operation === '*' || operations.some((known) => isSame(known, operation));
  if (!isKnown) return unknownOperation(operation, operations);
  if (rate === undefined) return NO_RATE;
  return { errors: [...errors, { operation: operation.toLowerCase(), statuses, rate }] };
}

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function unknownOperation(operation: string, operations: readonly string[]): string {
  const nearest = nearestOf(operation, operations);
  const hint = nearest === undefined ? '' : `; did you mean ${nearest}?`;
  return `the emulator has no operation "${operation}"${hint}`;
}

function seedOf(value: string): Changes {
  return /^\d{1,9}$/.test(value) ? { seed: Number(value) } : 'a seed is a whole number of up to nine digits';
}

function latencyOf(value: string): Changes {
  const [low, high = low, ...more] = value.split('-').map(durationMs);
  const isSpan = low !== undefined && high !== undefined && high >= low && more.length === 0;
  return isSpan
    ? { latencyMs: { low, high } }
    : 'a latency is a time, such as 20ms, or a span, such as 5ms-200ms';
}

function skewOf(value: string): Changes {
  const size = durationMs(value.replace(/^-/, ''));
  if (size === undefined) return 'a skew is a time, such as 20m or -20m';
  return { skewMs: value.startsWith('-') ? -size : size };
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
