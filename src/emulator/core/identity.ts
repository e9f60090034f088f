import { randomBytes } from 'node:crypto';

/** Who the emulator's only account is; the same key pair opens every service. */
export const EMULATOR_ACCOUNT = '1000000000000001';
export const EMULATOR_REGION = 'cn-hangzhou';
export const EMULATOR_ACCESS_KEY = { id: 'emulator', secret: 'emulator-secret' } as const;

const POOL_BYTES = 16 * 1024;
let pool: Buffer = Buffer.alloc(0);
let drawn = 0;

/**
 * That many upper-case hex digits by chance; from a pool that is written out once, since every message needs some. As
 * characters in a buffer: a part of a string is no string of its own but keeps the whole of it.
 */
function randomHex(digits: number): string {
  if (drawn + digits > pool.length) {
    pool = Buffer.from(randomBytes(POOL_BYTES).toString('hex').toUpperCase(), 'latin1');
    drawn = 0;
  }
  drawn += digits;
  return pool.toString('latin1', drawn - digits, drawn);
}

/** 32 hex digits, as recorded from the service. */
export const newMessageId = (): string => randomHex(32);
/** 24 hex digits, as recorded from MNS and OSS alike. */
export const newRequestId = (): string => randomHex(24);
export const newUploadId = (): string => randomHex(32);

/** Opaque to clients; those of the service begin so. */
export const newVersionId = (): string => `CAEQ${randomHex(40)}`;

/** The digits that end the names of automatic topics and subscriptions. */
export function randomDigits(count: number): string {
  let digits = '';
  for (const byte of randomBytes(count)) digits += String(byte % 10);
  return digits;
}
