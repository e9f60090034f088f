import { EMULATOR_ACCESS_KEY } from '../../core/identity.ts';
import type { Reading } from '../oss/reading.ts';
import { percentEncoded } from '../query.ts';
import { derivedSignature, isScopeOf, isSkewed, parseBasicTime, sameText, sha256Hex } from '../signing.ts';
import type { WireRequest } from '../wire-request.ts';
import { noSuchKey, skewedTime, wrongSignature } from './ks3-error.ts';

const AUTHORIZATION =
  /^(KSS4|AWS4)-HMAC-SHA256 Credential=([^/,\s]+)\/([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/;

/** The names under which each scheme puts a signature into a URL. */
const QUERY_PREFIXES = { KSS4: 'X-Kss-', AWS4: 'X-Amz-' } as const;

export const isV4 = ({ headers, query }: WireRequest): boolean =>
  /^(?:KSS4|AWS4)-/.test(headers['authorization'] ?? '') || presignedBy(query) !== undefined;

const presignedBy = (query: WireRequest['query']): 'KSS4' | 'AWS4' | undefined =>
  (['KSS4', 'AWS4'] as const).find((scheme) => query.has(`${QUERY_PREFIXES[scheme]}Algorithm`));

/** Whether the signature is taken over a digest of the body that no header tells. */
export function needsBody({ headers, query }: WireRequest): boolean {
  const scheme = AUTHORIZATION.exec(headers['authorization'] ?? '')?.[1];
  if (scheme === undefined || presignedBy(query) !== undefined) return false;
  return headers[scheme === 'AWS4' ? 'x-amz-content-sha256' : 'x-kss-content-sha256'] === undefined;
}

/** The host is signed and the path as sent, so the likelier of the readings is the one. */
export function verifyV4(
  request: WireRequest,
  [reading]: readonly Reading[],
  nowMs: number,
  hasBody = true,
): Reading {
  const { headers, body } = request;
  const presigned = presignedBy(request.query);
  if (presigned !== undefined && reading !== undefined) {
    verifyPresigned(request, presigned, nowMs);
    return reading;
  }
  const match = AUTHORIZATION.exec(headers['authorization'] ?? '');
  if (match === null || reading === undefined) throw wrongSignature();
  const [, named, key, scope = '', names = '', signature = ''] = match;
  const scheme = named === 'AWS4' ? 'AWS4' : 'KSS4';
  const vendor = scheme === 'AWS4' ? 'x-amz-' : 'x-kss-';
  if (key !== EMULATOR_ACCESS_KEY.id) throw noSuchKey();
  const time = headers[`${vendor}date`] ?? '';
  const timeMs = parseBasicTime(time);
  if (timeMs === undefined || isSkewed(timeMs, nowMs)) throw skewedTime();
  const payload = headers[`${vendor}content-sha256`] ?? sha256Hex(body);
  if (hasBody && /^[0-9a-f]{64}$/.test(payload) && payload !== sha256Hex(body)) throw wrongSignature();
  const isSound = isScopeOf(scheme, scope.split('/'), time) && covers(request, names, scheme === 'KSS4');
  if (!isSound || !sameText(signatureOf(request, { scheme, time, scope, names, payload }), signature))
    throw wrongSignature();
  return reading;
}

/** A URL that carries its signature says itself when it was made and for how long it is good. */
function verifyPresigned(request: WireRequest, scheme: 'KSS4' | 'AWS4', nowMs: number): void {
  const { query } = request;
  const value = (name: string): string => query.get(QUERY_PREFIXES[scheme] + name) ?? '';
  const [key, ...scope] = value('Credential').split('/');
  if (key !== EMULATOR_ACCESS_KEY.id) throw noSuchKey();
  const time = value('Date');
  const timeMs = parseBasicTime(time) ?? Number.NaN;
  if (!(nowMs <= timeMs + Number(value('Expires')) * 1000)) throw skewedTime();
  const signed = { ...request, query: query.without(`${QUERY_PREFIXES[scheme]}Signature`) };
  const names = value('SignedHeaders');
  const payload = 'UNSIGNED-PAYLOAD';
  const expected = signatureOf(signed, { scheme, time, scope: scope.join('/'), names, payload });
  const isSound = isScopeOf(scheme, scope, time) && covers(request, names, false);
  if (!isSound || !sameText(expected, value('Signature'))) throw wrongSignature();
}

/**
 * Whether the host and every header of the vendor's is signed; the type of the content too by KS3's own scheme, but for URLs,
 * which are made before it is known. The vendor's Go SDK adds the digest after it has listed the headers: the text has it anyway.
 */
function covers({ headers }: Signed, names: string, withType: boolean): boolean {
  const signed = names.split(';');
  const isToBeSigned = (name: string): boolean =>
    name === 'host' ||
    (name === 'content-type' && withType) ||
    (/^x-(?:kss|amz)-/.test(name) && name !== 'x-amz-content-sha256');
  return Object.keys(headers).every((name) => !isToBeSigned(name) || signed.includes(name));
}

interface SignatureParts {
  readonly scheme: 'KSS4' | 'AWS4';
  readonly time: string;
  readonly scope: string;
  readonly names: string;
  readonly payload: string;
}

function signatureOf(request: Signed, { scheme, time, scope, names, payload }: SignatureParts): string {
  const canonical = sha256Hex(ks3CanonicalRequest(request, names, payload));
  const text = [`${scheme}-HMAC-SHA256`, time, scope, canonical].join('\n');
  return derivedSignature({ keyPrefix: scheme, steps: scope.split('/') }, text);
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
