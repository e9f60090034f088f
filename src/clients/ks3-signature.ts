import { createHmac } from 'node:crypto';
import type { Credentials } from './credentials.ts';

export interface Ks3Signable {
  readonly method: string;
  /** Empty for the service itself. */
  readonly bucket: string;
  /** Without the leading slash; empty for the bucket itself. */
  readonly key: string;
  /** A signed subresource such as `notification`, a bare word. */
  readonly subresource?: string;
  /** As they are sent, names in lower case; `date` is among them. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The `Authorization` header of KS3's signature V2: "Request signature V2"; HMAC-SHA1 over six lines. */
export function ks3Authorization(request: Ks3Signable, credentials: Credentials): string {
  const signature = createHmac('sha1', credentials.accessKeySecret)
    .update(textToSign(request))
    .digest('base64');
  return `KSS ${credentials.accessKeyId}:${signature}`;
}

/** The bucket is part of the resource also where it stands in the host name. */
function textToSign({ method, bucket, key, subresource, headers }: Ks3Signable): string {
  const own = Object.keys(headers)
    .filter((name) => name.startsWith('x-kss-'))
    .sort()
    .map((name) => `${name}:${headers[name]}\n`);
  const resource = `/${bucket === '' ? '' : `${bucket}/`}${key}${subresource === undefined ? '' : `?${subresource}`}`;
  return [
    method,
    headers['content-md5'] ?? '',
    headers['content-type'] ?? '',
    headers['date'] ?? '',
    `${own.join('')}${resource}`,
  ].join('\n');
}
