import { EMULATOR_ACCESS_KEY } from '../../core/identity.ts';
import { percentEncoded } from '../query.ts';
import { hmacSha256Hex, isSkewed, parseTime, sameText, sha256Hex } from '../signing.ts';
import type { WireRequest } from '../wire-request.ts';
import { OpenError } from './open-error.ts';

const AUTHORIZATION =
  /^ACS3-HMAC-SHA256 Credential=([^,\s]+), ?SignedHeaders=([^,\s]+), ?Signature=([0-9a-f]{64})$/;

/** "V3 request structure and signature" of the vendor's API gateway. */
export function authenticate(request: WireRequest, nowMs: number): void {
  const authorization = request.headers['authorization'] ?? '';
  const match = AUTHORIZATION.exec(authorization);
  if (match === null)
    throw new OpenError(400, 'MissingAuthorization', 'An ACS3-HMAC-SHA256 signature is required.');
  const [, key, names = '', signature = ''] = match;
  checkDate(request, nowMs);
  if (key !== EMULATOR_ACCESS_KEY.id)
    throw new OpenError(403, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
  const covered = checkPayload(request) && coversEssentials(request, names.split(';'));
  const expected = hmacSha256Hex(EMULATOR_ACCESS_KEY.secret, textToSign(request, names));
  if (covered && sameText(expected, signature)) return;
  throw new OpenError(
    403,
    'SignatureDoesNotMatch',
    `Specified signature does not match our calculation. server string to sign is:${textToSign(request, names)}`,
  );
}

function checkDate({ headers }: WireRequest, nowMs: number): void {
  const timeMs = parseTime(headers['x-acs-date'] ?? '');
  if (timeMs === undefined)
    throw new OpenError(400, 'InvalidTimeStamp.Format', 'Specified time stamp is not well formatted.');
  if (isSkewed(timeMs, nowMs))
    throw new OpenError(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
}

const checkPayload = ({ headers, body }: WireRequest): boolean =>
  headers['x-acs-content-sha256'] === sha256Hex(body);

/** `host` and every `x-acs-*` header must be among the signed ones. */
const coversEssentials = ({ headers }: WireRequest, names: readonly string[]): boolean =>
  Object.keys(headers).every(
    (name) => (name !== 'host' && !name.startsWith('x-acs-')) || names.includes(name),
  );

function textToSign(request: WireRequest, names: string): string {
  const { method, path, headers } = request;
  const canonicalHeaders = names.split(';').map((name) => `${name}:${(headers[name] ?? '').trim()}\n`);
  const canonical = [
    method,
    path,
    canonicalQuery(request),
    canonicalHeaders.join(''),
    names,
    headers['x-acs-content-sha256'] ?? '',
  ].join('\n');
  return `ACS3-HMAC-SHA256\n${sha256Hex(canonical)}`;
}

const canonicalQuery = ({ query }: WireRequest): string =>
  query.items
    .map(({ name, value = '' }) => [percentEncoded(name), percentEncoded(value)] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
