import { EMULATOR_ACCESS_KEY } from '../../core/identity.ts';
import { percentEncoded } from '../query.ts';
import {
  basicTime,
  derivedSignature,
  hmacSha1,
  isScopeOf,
  isSkewed,
  parseTime,
  SCOPE_ENDS,
  sameText,
} from '../signing.ts';
import type { WireRequest } from '../wire-request.ts';
import { MnsError } from './mns-error.ts';

const V2 = /^MNS ([^:\s]+):(\S+)$/;
const V4 =
  /^MNS4-HMAC-SHA256 Credential=([^/,\s]+)\/(\d{8})\/([^/,\s]+)\/mns\/aliyun_v4_request, ?Signature=([0-9a-f]{64})$/;

/** As every SDK sends it; PHP's own constant for it ends in `+0000`. */
const RFC_1123 = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:GMT|UTC|\+0000)$/;

type Signed = Pick<WireRequest, 'method' | 'target' | 'headers'>;

/** Throws the service's own refusal unless the request is signed with the emulator's key, and in time. */
export function authenticate(request: WireRequest, nowMs: number): void {
  const authorization = request.headers['authorization'];
  if (authorization === undefined) throw new MnsError('MissingAuthorizationHeader');
  const v2 = V2.exec(authorization);
  const v4 = V4.exec(authorization);
  const match = v2 ?? v4;
  if (match === null) throw new MnsError('InvalidAuthorizationHeader');
  checkDate(request, nowMs);
  if (match[1] !== EMULATOR_ACCESS_KEY.id) throw new MnsError('InvalidAccessKeyId');
  const verified = v2 === null ? verifiesV4(request, match) : verifiesV2(request, match[2] ?? '');
  if (!verified) throw new MnsError('SignatureDoesNotMatch');
}

function checkDate({ headers }: WireRequest, nowMs: number): void {
  const date = headers['x-mns-date'] ?? headers['date'];
  if (date === undefined) throw new MnsError('MissingDateHeader');
  const timeMs = RFC_1123.test(date) ? parseTime(date) : undefined;
  if (timeMs === undefined) throw new MnsError('InvalidDateHeader');
  if (isSkewed(timeMs, nowMs)) throw new MnsError('TimeExpired');
}

/** Documentation signs `x-mns-date` when both dates are there, the Node SDK signs `date`: either will do. */
function verifiesV2(request: WireRequest, signature: string): boolean {
  const { date = '', 'x-mns-date': mnsDate = '' } = request.headers;
  if (sameText(signatureV2(request, date), signature)) return true;
  return mnsDate !== date && sameText(signatureV2(request, mnsDate), signature);
}

export function signatureV2({ method, target, headers }: Signed, date: string, secret?: string): string {
  const lead = [method, headers['content-md5'] ?? '', headers['content-type'] ?? '', date].join('\n');
  const mns = Object.keys(headers)
    .filter((name) => name.startsWith('x-mns-'))
    .sort()
    .map((name) => `${name}:${headers[name]}\n`)
    .join('');
  return hmacSha1(`${lead}\n${mns}${target}`, secret);
}

function verifiesV4(
  request: WireRequest,
  [, , day = '', region = '', signature = '']: RegExpExecArray,
): boolean {
  const time = basicTime(parseTime(request.headers['date'] ?? request.headers['x-mns-date'] ?? '') ?? 0);
  const steps = [day, region, ...SCOPE_ENDS.MNS4];
  const text = textToSignV4(request, time, steps);
  return (
    isScopeOf('MNS4', steps, time) &&
    sameText(derivedSignature({ keyPrefix: 'aliyun_v4', steps }, text), signature)
  );
}

/** Unlike its siblings this scheme signs the canonical request itself, not its hash (signer of the Java SDK 2.0.0). */
export function textToSignV4(
  { method, target, headers }: Signed,
  time: string,
  steps: readonly string[],
): string {
  const [path = '', query = ''] = splitOnce(target, '?');
  const signedHeaders = Object.keys(headers)
    .filter((name) => name === 'content-type' || name === 'content-md5' || name.startsWith('x-mns-'))
    .sort()
    .map((name) => `${name}:${headers[name]?.trim()}\n`)
    .join('');
  const canonical = `${method}\n${encodedPath(path)}\n${canonicalQuery(query)}\n${signedHeaders}\n`;
  return `MNS4-HMAC-SHA256\n${time}\n${steps.join('/')}\n${canonical}`;
}

const encodedPath = (path: string): string => path.split('/').map(percentEncoded).join('/');

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((item) => item !== '')
    .map((item) => splitOnce(item, '='))
    .map(
      ([name = '', value = '']) =>
        [percentEncoded(name.trim().toLowerCase()), percentEncoded(value.trim())] as const,
    )
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .join('&');
}

function splitOnce(text: string, separator: string): string[] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
