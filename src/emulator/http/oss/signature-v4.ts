import { EMULATOR_ACCESS_KEY } from '../../core/identity.ts';
import { percentEncoded } from '../query.ts';
import { derivedSignature, isScopeOf, isSkewed, parseBasicTime, sameText, sha256Hex } from '../signing.ts';
import type { WireRequest } from '../wire-request.ts';
import { OssError } from './oss-error.ts';
import type { Reading } from './reading.ts';
import { skewed } from './signature-v1.ts';

const ALGORITHM = 'OSS4-HMAC-SHA256';
const IN_HEADER =
  /^OSS4-HMAC-SHA256 Credential=([^,\s]+),\s*(?:AdditionalHeaders=([^,\s]*),\s*)?Signature=([0-9a-f]+)$/;

interface V4Signature {
  readonly credential: string;
  readonly additionalHeaders: readonly string[];
  readonly signature: string;
  readonly time: string;
  /** How long a signed URL is good for; absent for a signed header. */
  readonly expiresSeconds?: number;
}

export const isV4 = ({ headers, query }: WireRequest): boolean =>
  headers['authorization']?.startsWith(ALGORITHM) === true ||
  query.get('x-oss-signature-version') === ALGORITHM;

/** The first reading that verifies. */
export function verifyV4(request: WireRequest, readings: readonly Reading[], nowMs: number): Reading {
  const given = inHeader(request) ?? inQuery(request);
  const [key, ...scope] = given.credential.split('/');
  if (key !== EMULATOR_ACCESS_KEY.id)
    throw new OssError('InvalidAccessKeyId', undefined, { OSSAccessKeyId: key ?? '' });
  checkTime(given, nowMs);
  const isSigned = (reading: Reading) =>
    sameText(
      derivedSignature({ keyPrefix: 'aliyun_v4', steps: scope }, textToSign(request, reading, given, scope)),
      given.signature,
    );
  const found = readings.find(isSigned);
  if (found !== undefined && isScopeOf('OSS4', scope, given.time)) return found;
  throw new OssError('SignatureDoesNotMatch', undefined, {
    OSSAccessKeyId: EMULATOR_ACCESS_KEY.id,
    SignatureProvided: given.signature,
    CanonicalRequest: canonicalRequest(request, readings[0] ?? {}, given),
  });
}

function inHeader({ headers }: WireRequest): V4Signature | undefined {
  const match = IN_HEADER.exec(headers['authorization'] ?? '');
  if (match === null) return undefined;
  const [, credential = '', additional = '', signature = ''] = match;
  const dated = headers['x-oss-date'] ?? '';
  return { credential, additionalHeaders: namesOf(additional), signature, time: dated };
}

function inQuery({ query }: WireRequest): V4Signature {
  return {
    credential: query.get('x-oss-credential') ?? '',
    additionalHeaders: namesOf(query.get('x-oss-additional-headers') ?? ''),
    signature: query.get('x-oss-signature') ?? '',
    time: query.get('x-oss-date') ?? '',
    expiresSeconds: Number(query.get('x-oss-expires') ?? Number.NaN),
  };
}

const namesOf = (list: string): string[] => list.split(';').filter((name) => name !== '');

function checkTime({ time, expiresSeconds }: V4Signature, nowMs: number): void {
  const timeMs = parseBasicTime(time);
  if (timeMs === undefined) throw new OssError('InvalidArgument', 'x-oss-date is not valid.');
  if (expiresSeconds === undefined) {
    if (isSkewed(timeMs, nowMs)) throw skewed(timeMs, nowMs);
    return;
  }
  if (!(nowMs <= timeMs + expiresSeconds * 1000)) throw new OssError('AccessDenied', 'Request has expired.');
}

function textToSign(
  request: WireRequest,
  reading: Reading,
  given: V4Signature,
  scope: readonly string[],
): string {
  return [ALGORITHM, given.time, scope.join('/'), sha256Hex(canonicalRequest(request, reading, given))].join(
    '\n',
  );
}

function canonicalRequest(
  request: WireRequest,
  { bucket, key = '' }: Reading,
  { additionalHeaders }: V4Signature,
): string {
  const { method, headers } = request;
  const path = bucket === undefined ? '/' : `/${bucket}/${key}`;
  const names = Object.keys(headers).filter(
    (name) =>
      name === 'content-type' ||
      name === 'content-md5' ||
      name.startsWith('x-oss-') ||
      additionalHeaders.includes(name),
  );
  return [
    method,
    percentEncoded(path).replaceAll('%2F', '/'),
    canonicalQuery(request),
    names
      .sort()
      .map((name) => `${name}:${headers[name]?.trim()}\n`)
      .join(''),
    additionalHeaders.join(';'),
    headers['x-oss-content-sha256'] ?? 'UNSIGNED-PAYLOAD',
  ].join('\n');
}

const canonicalQuery = ({ query }: WireRequest): string =>
  query.items
    .filter(({ name }) => name !== 'x-oss-signature')
    .map(({ name, value = '' }) => [percentEncoded(name), percentEncoded(value)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join('&');
