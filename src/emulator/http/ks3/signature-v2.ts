import { EMULATOR_ACCESS_KEY } from '../../core/identity.ts';
import type { Reading } from '../oss/reading.ts';
import { hmacSha1, isSkewed, parseTime, sameText } from '../signing.ts';
import type { WireRequest } from '../wire-request.ts';
import { noSuchKey, skewedTime, wrongSignature } from './ks3-error.ts';

/** `AWS` with `x-amz-` headers is the same algorithm under its older name. */
const AUTHORIZATION = /^(KSS|AWS) ([^:\s]+):(\S+)$/;

const SIGNED_NAMES = new Set(
  (
    'acl adp append asyntask clear cors crr delete domain fetch id inventory lifecycle location logging mirror ' +
    'notification objectMeta partNumber policy position queryadp querytask quota recover requestPayment restore ' +
    'retention tagging thumbnail torrent uploadId uploads versionId versioning versions website'
  ).split(' '),
);

export const isV2 = ({ headers, query }: WireRequest): boolean =>
  AUTHORIZATION.test(headers['authorization'] ?? '') || queryKeyOf(query) !== undefined;

const queryKeyOf = (query: WireRequest['query']): string | undefined =>
  query.get('KSSAccessKeyId') ?? query.get('AWSAccessKeyId');

/** The first reading that verifies. */
export function verifyV2(request: WireRequest, readings: readonly Reading[], nowMs: number): Reading {
  const { headers, query } = request;
  const match = AUTHORIZATION.exec(headers['authorization'] ?? '');
  const vendor = match?.[1] === 'AWS' ? 'x-amz-' : 'x-kss-';
  const key = match?.[2] ?? queryKeyOf(query);
  const signature = match?.[3] ?? query.get('Signature') ?? '';
  const dates = match === null ? [query.get('Expires') ?? ''] : [headers['date'] ?? '', ''];
  if (key !== EMULATOR_ACCESS_KEY.id) throw noSuchKey();
  checkTime(
    match === null ? Number(dates[0]) * 1000 : undefined,
    headers[`${vendor}date`] ?? headers['date'],
    nowMs,
  );
  const verifies = (reading: Reading, date: string) =>
    pathsOf(request, reading).some((path) =>
      sameText(hmacSha1(textToSign(request, path, date, vendor)), signature),
    );
  const found = readings.find((reading) => dates.some((date) => verifies(reading, date)));
  if (found === undefined) throw wrongSignature();
  return found;
}

/**
 * The key may be signed as it is, or as it stands in the URL, which is how clients of the older protocol's family and the
 * vendor's Node SDK do it; and where the path names a bucket without a slash behind it, so may the text.
 */
function pathsOf({ path }: WireRequest, reading: Reading): string[] {
  const usual = resourcePathOf(reading);
  const { bucket, key } = reading;
  if (bucket === undefined || usual === path) return [usual];
  if (key === undefined) return path === `/${bucket}` ? [usual, path] : [usual];
  return [usual, path.startsWith(`/${bucket}/`) ? path : `/${bucket}${path}`];
}

const resourcePathOf = ({ bucket, key = '' }: Reading): string =>
  bucket === undefined ? '/' : `/${bucket}/${key}`;

function checkTime(expiresAtMs: number | undefined, date: string | undefined, nowMs: number): void {
  if (expiresAtMs !== undefined) {
    if (!(expiresAtMs >= nowMs)) throw skewedTime();
    return;
  }
  const timeMs = parseTime(date ?? '');
  if (timeMs === undefined || isSkewed(timeMs, nowMs)) throw skewedTime();
}

type Signed = Pick<WireRequest, 'method' | 'headers' | 'query'>;

export const ks3TextToSign = (request: Signed, reading: Reading, date: string): string =>
  textToSign(request, resourcePathOf(reading), date, 'x-kss-');

function textToSign({ method, headers, query }: Signed, path: string, date: string, vendor: string): string {
  const lead = [method, headers['content-md5'] ?? '', headers['content-type'] ?? '', date].join('\n');
  const vendorHeaders = Object.keys(headers)
    .filter((name) => name.startsWith(vendor))
    .sort()
    .map((name) => `${name}:${headers[name]?.trim()}\n`);
  const names = query.items
    .filter(({ name }) => SIGNED_NAMES.has(name) || name.startsWith('response-'))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, value }) => (value === undefined || value === '' ? name : `${name}=${value}`));
  return `${lead}\n${vendorHeaders.join('')}${path}${names.length === 0 ? '' : `?${names.join('&')}`}`;
}
