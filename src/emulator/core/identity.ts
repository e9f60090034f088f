import { randomBytes } from 'node:crypto';

/** Who the emulator's only account is; the same key pair opens every service. */
export const EMULATOR_ACCOUNT = '1000000000000001';
export const EMULATOR_REGION = 'cn-hangzhou';
export const EMULATOR_ACCESS_KEY = { id: 'emulator', secret: 'emulator-secret' } as const;

const POOL_BYTES = 16 * 1024;
let pool = Buffer.alloc(0);

/** Upper-case hex digits of `bytes` random bytes; drawn from a pool, since every message needs some. */
function randomHex(bytes: number): string {
  if (pool.length < bytes) pool = randomBytes(POOL_BYTES);
  const drawn = pool.toString('hex', 0, bytes).toUpperCase();
  pool = pool.subarray(bytes);
  return drawn;
}

/** 32 hex digits, as recorded from the service. */
export const newMessageId = (): string => randomHex(16);
/** 24 hex digits, as recorded from MNS and OSS alike. */
export const newRequestId = (): string => randomHex(12);
export const newUploadId = (): string => randomHex(16);

/** The digits that end the names of automatic topics and subscriptions. */
export function randomDigits(count: number): string {
  let digits = '';
  for (const byte of randomBytes(count)) digits += String(byte % 10);
  return digits;
}
