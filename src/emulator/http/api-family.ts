import type { WireRequest } from './wire-request.ts';

export type ApiFamily = 'control' | 'mns-open' | 'mns' | 'ks3' | 'oss';

/** The gateway's older scheme has no headers of its own. */
const isOlderRpc = (query: WireRequest['query']): boolean =>
  ['Action', 'SignatureMethod', 'AccessKeyId'].every((name) => query.has(name));

/** Of URLs that carry their signature. */
const KS3_NAMES = ['KSSAccessKeyId', 'AWSAccessKeyId', 'X-Kss-Algorithm', 'X-Amz-Algorithm'];

/** What a request is for; the order is fixed by the command line page, section 7. */
export function apiFamilyOf({
  path,
  headers,
  query,
}: Pick<WireRequest, 'path' | 'headers' | 'query'>): ApiFamily {
  const authorization = headers['authorization'] ?? '';
  if (path === '/_emulator' || path.startsWith('/_emulator/')) return 'control';
  if (headers['x-acs-action'] !== undefined || isOlderRpc(query)) return 'mns-open';
  if (headers['x-mns-version'] !== undefined || authorization.startsWith('MNS')) return 'mns';
  if (/^(?:KSS|AWS)/.test(authorization) || KS3_NAMES.some((name) => query.has(name))) return 'ks3';
  return 'oss';
}
