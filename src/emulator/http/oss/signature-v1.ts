import { EMULATOR_ACCESS_KEY } from '../../core/identity.ts';
import type { QueryItem } from '../query.ts';
import { hmacSha1, isSkewed, parseTime, sameText } from '../signing.ts';
import type { WireRequest } from '../wire-request.ts';
import { OssError } from './oss-error.ts';
import type { Reading } from './reading.ts';

/** Query names that are part of the signed resource; those of `x-oss-` and `response-` join them. */
const SIGNED_NAMES = new Set(
  (
    'acl append asyncFetch bucketInfo callback callback-var cname comp continuation-token cors delete encryption ' +
    'endTime group httpsConfig img inventory inventoryId lifecycle link live location logging metaQuery objectInfo ' +
    'objectMeta partNumber policy policyStatus position publicAccessBlock qos qosInfo qosRequester referer regionList ' +
    'replication replicationLocation replicationProgress requestPayment requesterQosInfo resourceGroup restore ' +
    'security-token sequential startTime stat status style styleName symlink tagging token transferAcceleration ' +
    'uploadId uploads userDefinedLogFieldsConfig versionId versioning versions vod website worm wormExtend wormId ' +
    'accessmonitor resourcePool notification eventNotification cleanRestoredObject'
  ).split(' '),
);

const isSigned = ({ name }: QueryItem): boolean =>
  SIGNED_NAMES.has(name) || name.startsWith('x-oss-') || name.startsWith('response-');

const AUTHORIZATION = /^OSS ([^:\s]+):(\S+)$/;

export const isV1 = ({ headers, query }: WireRequest): boolean =>
  AUTHORIZATION.test(headers['authorization'] ?? '') || query.has('OSSAccessKeyId');

/** The first reading that verifies. */
export function verifyV1(request: WireRequest, readings: readonly Reading[], nowMs: number): Reading {
  const match = AUTHORIZATION.exec(request.headers['authorization'] ?? '');
  return match === null
    ? verifyQuery(request, readings, nowMs)
    : verifyHeader(request, readings, nowMs, match[1] ?? '', match[2] ?? '');
}

function verifyHeader(
  request: WireRequest,
  readings: readonly Reading[],
  nowMs: number,
  key: string,
  signature: string,
): Reading {
  const { headers } = request;
  const dates = [headers['x-oss-date'], headers['date']].filter((date) => date !== undefined);
  const timeMs = parseTime(dates[0] ?? '');
  if (timeMs === undefined) throw new OssError('AccessDenied', 'OSS authentication requires a valid Date.');
  if (key !== EMULATOR_ACCESS_KEY.id)
    throw new OssError('InvalidAccessKeyId', undefined, { OSSAccessKeyId: key });
  // Checked after the key, before the signature, so that a wrong clock is told from a wrong secret.
  if (isSkewed(timeMs, nowMs)) throw skewed(timeMs, nowMs);
  return firstVerified(request, readings, dates, signature);
}

function verifyQuery(request: WireRequest, readings: readonly Reading[], nowMs: number): Reading {
  const { query } = request;
  const key = query.get('OSSAccessKeyId') ?? '';
  const expires = query.get('Expires') ?? '';
  if (key !== EMULATOR_ACCESS_KEY.id)
    throw new OssError('InvalidAccessKeyId', undefined, { OSSAccessKeyId: key });
  if (!/^\d{1,12}$/.test(expires))
    throw new OssError('AccessDenied', 'Invalid date (should be seconds since epoch).');
  if (Number(expires) * 1000 < nowMs) throw new OssError('AccessDenied', 'Request has expired.');
  // Base64's `+` may have become a blank on its way through a form encoder.
  return firstVerified(request, readings, [expires], (query.get('Signature') ?? '').replaceAll(' ', '+'));
}

export const skewed = (timeMs: number, nowMs: number): OssError =>
  new OssError('RequestTimeTooSkewed', undefined, {
    MaxAllowedSkewMilliseconds: '900000',
    RequestTime: new Date(timeMs).toISOString(),
    ServerTime: new Date(nowMs).toISOString(),
  });

function firstVerified(
  request: WireRequest,
  readings: readonly Reading[],
  dates: readonly string[],
  signature: string,
): Reading {
  const found = readings.find((reading) =>
    dates.some((date) =>
      pathsOf(request, reading).some((path) =>
        sameText(hmacSha1(textToSign(request, path, date)), signature),
      ),
    ),
  );
  if (found !== undefined) return found;
  throw new OssError('SignatureDoesNotMatch', undefined, {
    OSSAccessKeyId: EMULATOR_ACCESS_KEY.id,
    SignatureProvided: signature,
    StringToSign: textToSign(request, pathsOf(request, readings[0] ?? {})[0], dates[0] ?? ''),
  });
}

function textToSign(request: WireRequest, path: string, date: string): string {
  const { method, headers } = request;
  const ossHeaders = Object.keys(headers)
    .filter((name) => name.startsWith('x-oss-'))
    .sort()
    .map((name) => `${name}:${headers[name]?.trim()}\n`);
  const lead = [method, headers['content-md5'] ?? '', headers['content-type'] ?? '', date].join('\n');
  return `${lead}\n${ossHeaders.join('')}${resourceOf(request, path)}`;
}

/** A bucket in the path stands in some clients' texts as it does in their URLs, without a slash behind it. */
function pathsOf({ path }: WireRequest, { bucket, key = '' }: Reading): [string, ...string[]] {
  if (bucket === undefined) return ['/'];
  const usual = `/${bucket}/${key}`;
  return key === '' && path === `/${bucket}` ? [usual, path] : [usual];
}

function resourceOf({ query }: WireRequest, path: string): string {
  const names = query.items
    .filter(isSigned)
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map(({ name, value }) => (value === undefined || value === '' ? name : `${name}=${value}`));
  return names.length === 0 ? path : `${path}?${names.join('&')}`;
}
