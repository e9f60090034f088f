import { EMULATOR_ACCESS_KEY } from '../../core/identity.ts';
import type { Reading } from '../oss/reading.ts';
import { percentEncoded } from '../query.ts';
import { derivedSignature, isSkewed, parseBasicTime, sameText, sha256Hex } from '../signing.ts';
import type { WireRequest } from '../wire-request.ts';
import { noSuchKey, skewedTime, wrongSignature } from './ks3-error.ts';

const AUTHORIZATION =
  /^(KSS4|AWS4)-HMAC-SHA256 Credential=([^/,\s]+)\/([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/;

export const isV4 = ({ headers }: WireRequest): boolean =>
  /^(?:KSS4|AWS4)-/.test(headers['authorization'] ?? '');

/** The host is signed and the path as sent, so the likelier of the readings is the one. */
export function verifyV4(request: WireRequest, [reading]: readonly Reading[], nowMs: number): Reading {
  const { headers, body } = request;
  const match = AUTHORIZATION.exec(headers['authorization'] ?? '');
  if (match === null || reading === undefined) throw wrongSignature();
  const [, scheme = '', key, scope = '', names = '', signature = ''] = match;
  const vendor = scheme === 'AWS4' ? 'x-amz-' : 'x-kss-';
  if (key !== EMULATOR_ACCESS_KEY.id) throw noSuchKey();
  const time = headers[`${vendor}date`] ?? '';
  const timeMs = parseBasicTime(time);
  if (timeMs === undefined || isSkewed(timeMs, nowMs)) throw skewedTime();
  const payload = headers[`${vendor}content-sha256`] ?? sha256Hex(body);
  if (/^[0-9a-f]{64}$/.test(payload) && payload !== sha256Hex(body)) throw wrongSignature();
  const text = [
    `${scheme}-HMAC-SHA256`,
    time,
    scope,
    sha256Hex(ks3CanonicalRequest(request, names, payload)),
  ].join('\n');
  const expected = derivedSignature({ keyPrefix: scheme, steps: scope.split('/') }, text);
  if (!sameText(expected, signature)) throw wrongSignature();
  return reading;
}

type Signed = Pick<WireRequest, 'method' | 'path' | 'query' | 'headers'>;

export function ks3CanonicalRequest(
  { method, path, query, headers }: Signed,
  names: string,
  payload: string,
): string {
  const canonicalQuery = query.items
    .map(({ name, value = '' }) => [percentEncoded(name), percentEncoded(value)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  const canonicalHeaders = names
    .split(';')
    .map((name) => `${name}:${(headers[name] ?? '').trim()}\n`)
    .join('');
  return [method, path, canonicalQuery, canonicalHeaders, names, payload].join('\n');
}
