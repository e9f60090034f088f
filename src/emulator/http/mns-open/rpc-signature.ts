import { EMULATOR_ACCESS_KEY } from '../../core/identity.ts';
import { percentEncoded, type QueryItem } from '../query.ts';
import { hmacSha1, isSkewed, parseTime, sameText } from '../signing.ts';
import type { WireRequest } from '../wire-request.ts';
import type { Parameters } from './open-context.ts';
import { OpenError } from './open-error.ts';

/** The gateway's older scheme, where operation and signature are parameters like any other; older SDKs know no other. */
export const isRpcSigned = (parameters: Parameters): boolean =>
  ['Signature', 'AccessKeyId'].every((name) => parameters.get(name) !== undefined);

export function authenticateRpc({ method }: WireRequest, parameters: Parameters, nowMs: number): void {
  checkTimestamp(parameters.require('Timestamp'), nowMs);
  if (parameters.require('AccessKeyId') !== EMULATOR_ACCESS_KEY.id)
    throw new OpenError(403, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
  const text = textToSign(method, parameters.all());
  if (sameText(hmacSha1(text, `${EMULATOR_ACCESS_KEY.secret}&`), parameters.require('Signature'))) return;
  throw new OpenError(
    403,
    'SignatureDoesNotMatch',
    `Specified signature does not match our calculation. server string to sign is:${text}`,
  );
}

function checkTimestamp(text: string, nowMs: number): void {
  const timeMs = parseTime(text);
  if (timeMs === undefined)
    throw new OpenError(400, 'InvalidTimeStamp.Format', 'Specified time stamp is not well formatted.');
  if (isSkewed(timeMs, nowMs))
    throw new OpenError(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
}

function textToSign(method: string, items: readonly QueryItem[]): string {
  const canonical = items
    .filter(({ name }) => name !== 'Signature')
    .map(({ name, value = '' }) => [percentEncoded(name), percentEncoded(value)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return `${method}&${percentEncoded('/')}&${percentEncoded(canonical)}`;
}
