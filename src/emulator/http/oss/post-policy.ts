import { EMULATOR_ACCESS_KEY } from '../../core/identity.ts';
import { derivedSignature, hmacSha1, isScopeOf, sameText } from '../signing.ts';
import type { FormData } from './form-data.ts';
import { OssError } from './oss-error.ts';

/** Fields that may hold the access key where the scheme has no version. */
export const OSS_KEY_FIELDS: readonly string[] = ['ossaccesskeyid'];

export interface PolicyCircumstances {
  readonly bucket: string;
  readonly nowMs: number;
  readonly keyFields: readonly string[];
}

/** Checks the signature over the policy, and the form against the policy. */
export function checkPolicy(
  { fields, file }: FormData,
  { bucket, nowMs, keyFields }: PolicyCircumstances,
): void {
  const encoded = fields.get('policy');
  if (encoded === undefined)
    throw new OssError('AccessDenied', 'Anonymous access is forbidden for this operation.');
  checkSignature(fields, encoded, keyFields);
  const { expiration, conditions } = policyOf(encoded);
  const expiresAtMs = Date.parse(expiration);
  if (Number.isNaN(expiresAtMs))
    throw new OssError('InvalidPolicyDocument', 'Invalid Policy: invalid expiration.');
  if (expiresAtMs < nowMs) throw new OssError('AccessDenied', 'Invalid according to Policy: Policy expired.');
  const values = new Map([...fields, ['bucket', bucket]]);
  for (const condition of conditions) checkCondition(condition, values, file.content.length);
}

/** The schemes that derive a key for the day; without one of them a form is signed with the secret itself. */
const DERIVED = [
  { scheme: 'OSS4', field: 'x-oss-signature-version', keyPrefix: 'aliyun_v4', vendor: 'x-oss-' },
  { scheme: 'KSS4', field: 'x-kss-algorithm', keyPrefix: 'KSS4', vendor: 'x-kss-' },
  { scheme: 'AWS4', field: 'x-amz-algorithm', keyPrefix: 'AWS4', vendor: 'x-amz-' },
] as const;

function checkSignature(fields: FormData['fields'], policy: string, keyFields: readonly string[]): void {
  const derived = DERIVED.find(({ field, scheme }) => fields.get(field) === `${scheme}-HMAC-SHA256`);
  const { vendor = '' } = derived ?? {};
  const keyField = derived === undefined ? keyFields.find((name) => fields.has(name)) : `${vendor}credential`;
  const [key, ...steps] = fields.get(keyField ?? '')?.split('/') ?? [];
  if (key !== EMULATOR_ACCESS_KEY.id)
    throw new OssError('InvalidAccessKeyId', undefined, { OSSAccessKeyId: key ?? '' });
  const expected =
    derived === undefined
      ? hmacSha1(policy)
      : derivedSignature({ keyPrefix: derived.keyPrefix, steps }, policy);
  const isInScope =
    derived === undefined || isScopeOf(derived.scheme, steps, fields.get(`${vendor}date`) ?? '');
  if (!isInScope || !sameText(expected, fields.get(`${vendor}signature`) ?? ''))
    throw new OssError('SignatureDoesNotMatch');
}

interface Policy {
  readonly expiration: string;
  readonly conditions: readonly unknown[];
}

function policyOf(encoded: string): Policy {
  try {
    const policy: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    if (isPolicy(policy)) return policy;
  } catch {
    // Told below, with every other form that is no policy.
  }
  throw new OssError('InvalidPolicyDocument', 'Invalid Policy: Invalid JSON.');
}

const isPolicy = (value: unknown): value is Policy =>
  typeof value === 'object' &&
  value !== null &&
  'expiration' in value &&
  typeof value.expiration === 'string' &&
  'conditions' in value &&
  Array.isArray(value.conditions);

function checkCondition(condition: unknown, values: ReadonlyMap<string, string>, size: number): void {
  if (holds(condition, values, size)) return;
  throw new OssError(
    'AccessDenied',
    `Invalid according to Policy: Policy Condition failed: ${JSON.stringify(condition)}`,
  );
}

function holds(condition: unknown, values: ReadonlyMap<string, string>, size: number): boolean {
  if (!Array.isArray(condition)) return isEqualTo(condition, values);
  const [kind, subject, object]: unknown[] = condition;
  if (kind === 'content-length-range') return size >= Number(subject) && size <= Number(object);
  const value = values.get(String(subject).replace(/^\$/, '').toLowerCase()) ?? '';
  if (kind === 'eq') return value === object;
  if (kind === 'starts-with') return value.startsWith(String(object));
  return (
    (kind === 'in' || kind === 'not-in') &&
    Array.isArray(object) &&
    object.includes(value) === (kind === 'in')
  );
}

function isEqualTo(condition: unknown, values: ReadonlyMap<string, string>): boolean {
  if (typeof condition !== 'object' || condition === null) return false;
  return Object.entries(condition).every(([name, value]) => values.get(name.toLowerCase()) === String(value));
}
