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
    [reading, asSent(request, reading)].some((one) =>
      sameText(hmacSha1(ks3TextToSign(request, one, date, vendor)), signature),
    );
  const found = readings.find((reading) => dates.some((date) => verifies(reading, date)));
  if (found === undefined) throw wrongSignature();
  return found;
}

/** Clients of the older protocol's family sign the key as encoded in the URL. */
function asSent({ path }: WireRequest, reading: Reading): Reading {
  const { bucket = '', key } = reading;
  const lead = `/${bucket}/`;
  return key === undefined ? reading : { bucket, key: path.slice(path.startsWith(lead) ? lead.length : 1) };
}

function checkTime(expiresAtMs: number | undefined, date: string | undefined, nowMs: number): void {
  if (expiresAtMs !== undefined) {
    if (!(expiresAtMs >= nowMs)) throw skewedTime();
    return;
  }
  const timeMs = parseTime(date ?? '');
  if (timeMs === undefined || isSkewed(timeMs, nowMs)) throw skewedTime();
}

type Signed = Pick<WireRequest, 'method' | 'headers' | 'query'>;

export function ks3TextToSign(
  { method, headers, query }: Signed,
  { bucket, key = '' }: Reading,
  date: string,
  vendor = 'x-kss-',
): string {
  const lead = [method, headers['content-md5'] ?? '', headers['content-type'] ?? '', date].join('\n');
  const vendorHeaders = Object.keys(headers)
    .filter((name) => name.startsWith(vendor))
    .sort()
    .map((name) => `${name}:${headers[name]?.trim()}\n`);
  const names = query.items
    .filter(({ name }) => SIGNED_NAMES.has(name) || name.startsWith('response-'))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, value }) => (value === undefined || value === '' ? name : `${name}=${value}`));
  const path = bucket === undefined ? '/' : `/${bucket}/${key}`;
  return `${lead}\n${vendorHeaders.join('')}${path}${names.length === 0 ? '' : `?${names.join('&')}`}`;
}
