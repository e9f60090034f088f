import { createHmac } from 'node:crypto';
import { EMULATOR_ACCESS_KEY } from '../../core/identity.ts';
import { percentEncoded } from '../query.ts';
import { isSkewed, parseTime, sameText } from '../signing.ts';
import type { WireRequest } from '../wire-request.ts';
import { OssError } from './oss-error.ts';
import type { Reading } from './reading.ts';
import { skewed } from './signature-v1.ts';

/** Between V1 and V4: SHA-256, and every parameter signed. SDKs of that time know it, `@alicloud/oss-client` uses no other. */

const AUTHORIZATION = /^OSS2 AccessKeyId:([^,\s]+),(?:AdditionalHeaders:([^,\s]*),)?Signature:(\S+)$/;

export const isV2 = ({ headers }: WireRequest): boolean => AUTHORIZATION.test(headers['authorization'] ?? '');

/** The first reading that verifies. */
export function verifyV2(request: WireRequest, readings: readonly Reading[], nowMs: number): Reading {
  const { headers } = request;
  const [, key = '', additional = '', signature = ''] =
    AUTHORIZATION.exec(headers['authorization'] ?? '') ?? [];
  const date = headers['x-oss-date'] ?? headers['date'] ?? '';
  const timeMs = parseTime(date);
  if (timeMs === undefined) throw new OssError('AccessDenied', 'OSS authentication requires a valid Date.');
  if (key !== EMULATOR_ACCESS_KEY.id)
    throw new OssError('InvalidAccessKeyId', undefined, { OSSAccessKeyId: key });
  if (isSkewed(timeMs, nowMs)) throw skewed(timeMs, nowMs);
  const text = (reading: Reading) => textToSign(request, reading, { date, additional });
  const found = readings.find((reading) => sameText(hmacSha256(text(reading)), signature));
  if (found !== undefined) return found;
  throw new OssError('SignatureDoesNotMatch', undefined, {
    OSSAccessKeyId: key,
    SignatureProvided: signature,
    StringToSign: text(readings[0] ?? {}),
  });
}

const hmacSha256 = (text: string): string =>
  createHmac('sha256', EMULATOR_ACCESS_KEY.secret).update(text).digest('base64');

function textToSign(
  { method, headers, query }: WireRequest,
  { bucket, key = '' }: Reading,
  { date, additional }: { readonly date: string; readonly additional: string },
): string {
  const named = additional.toLowerCase().split(';');
  const signed = Object.keys(headers)
    .filter((name) => name.startsWith('x-oss-') || named.includes(name))
    .sort()
    .map((name) => `${name}:${headers[name]?.trim()}\n`);
  const lead = [method, headers['content-md5'] ?? '', headers['content-type'] ?? '', date].join('\n');
  const parameters = query.items
    .map(({ name, value }) => [percentEncoded(name), percentEncoded(value ?? '')] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  // Slashes are encoded like everything else.
  const path = percentEncoded(bucket === undefined ? '/' : `/${bucket}/${key}`);
  const resource = parameters.length === 0 ? path : `${path}?${parameters.join('&')}`;
  return `${lead}\n${signed.join('')}${additional}\n${resource}`;
}
