import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { EMULATOR_ACCESS_KEY } from '../core/identity.ts';

/** The services refuse a request whose time differs by more. */
export const GREATEST_SKEW_MS = 15 * 60 * 1000;

export const isSkewed = (timeMs: number, nowMs: number): boolean =>
  Math.abs(nowMs - timeMs) > GREATEST_SKEW_MS;

/** Kept since clients that send fast sign the same text all through a second, the unit of their dates. */
let lastSigned = { text: '', secret: '', signature: '' };

export function hmacSha1(text: string, secret: string = EMULATOR_ACCESS_KEY.secret): string {
  if (lastSigned.text !== text || lastSigned.secret !== secret) {
    const signature = createHmac('sha1', secret).update(text, 'utf8').digest('base64');
    lastSigned = { text, secret, signature };
  }
  return lastSigned.signature;
}

export const sha256Hex = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex');

const hmacSha256 = (key: string | Buffer, text: string): Buffer =>
  createHmac('sha256', key).update(text, 'utf8').digest();

export interface Scope {
  /** What the secret is put behind, such as `aliyun_v4`. */
  readonly keyPrefix: string;
  /** Date, region, service and terminator. */
  readonly steps: readonly string[];
}

/** The service, and the last word of a scope for it. */
export const SCOPE_ENDS = {
  MNS4: ['mns', 'aliyun_v4_request'],
  OSS4: ['oss', 'aliyun_v4_request'],
  KSS4: ['ks3', 'kss4_request'],
  AWS4: ['s3', 'aws4_request'],
} as const;

/** Whether a scope has the day of the request's time (`20231114T221320Z`), any region, and the right end. */
export function isScopeOf(scheme: keyof typeof SCOPE_ENDS, steps: readonly string[], time: string): boolean {
  const [day, region = '', ...end] = steps;
  return day === time.slice(0, 8) && region !== '' && end.join('/') === SCOPE_ENDS[scheme].join('/');
}

/** The signature of the "V4" schemes: a key derived step by step, then one HMAC in hex. */
export function derivedSignature({ keyPrefix, steps }: Scope, text: string): string {
  let key: string | Buffer = keyPrefix + EMULATOR_ACCESS_KEY.secret;
  for (const step of steps) key = hmacSha256(key, step);
  return hmacSha256(key, text).toString('hex');
}

export const hmacSha256Hex = (secret: string, text: string): string =>
  hmacSha256(secret, text).toString('hex');

export function sameText(one: string, other: string): boolean {
  const a = Buffer.from(one);
  const b = Buffer.from(other);
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Milliseconds of `20231114T221320Z`, or `undefined`. */
export function parseBasicTime(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  return parseTime(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
}

export function parseTime(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}

export const basicTime = (timeMs: number): string =>
  `${new Date(timeMs).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
