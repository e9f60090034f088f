import type { NotificationEvent } from './event.ts';

/** Reading single fields of an event element, of which every one may be missing or of another type than documented. */

export type Fields = Readonly<Record<string, unknown>>;

/** An event while it is being read. */
export type Draft = { -readonly [Member in keyof NotificationEvent]: NotificationEvent[Member] };

type TextMember =
  | ('bucket' | 'key' | 'etag' | 'time' | 'region' | 'rule')
  | ('requestId' | 'sourceIp' | 'principalId' | 'mimeType' | 'virtualBucket');

/** Whole numbers that cannot be negative. */
export const NATURAL_MEMBERS = ['size', 'position', 'readFrom', 'readTo'] as const;

export function fieldsOf(value: unknown): Fields | undefined {
  return isFields(value) ? value : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that says something; services write "" for what they do not know. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function putText(event: Draft, member: TextMember, value: unknown): void {
  const text = textOf(value);
  if (text !== undefined) event[member] = text;
}

/** Without the prefix that some of the service's documents write; empty where nothing else is there. */
export function typeNamed(name: string): string {
  return name.startsWith('oss:') ? name.slice('oss:'.length) : name;
}

/** A number, or a decimal string: captures have the one, the documented template the other. */
export function wholeNumberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}
