import { DEFAULT_CONTENT_TYPE, type StoredObject } from '../../core/stored-object.ts';
import { crc64Of } from './crc64.ts';
import { httpTime } from './oss-xml.ts';

const KEPT = new Set([
  'content-type',
  'content-encoding',
  'content-disposition',
  'content-language',
  'cache-control',
  'expires',
  'x-oss-server-side-encryption',
  'x-oss-server-side-data-encryption',
  'x-oss-server-side-encryption-key-id',
]);

/** What of a request's headers is stored with the object. */
export function storedHeadersOf(headers: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(headers).filter(
    ([name]) => KEPT.has(name) || /^x-(?:oss|kss)-meta-/.test(name),
  );
  return { 'content-type': DEFAULT_CONTENT_TYPE, ...Object.fromEntries(kept) };
}

const SPELLED: Readonly<Record<string, string>> = {
  'content-type': 'Content-Type',
  'content-encoding': 'Content-Encoding',
  'content-disposition': 'Content-Disposition',
  'content-language': 'Content-Language',
  'cache-control': 'Cache-Control',
  expires: 'Expires',
};

export const quoted = (etag: string): string => `"${etag}"`;

/** Told by whatever stores or reads the object. */
export const encryptionHeadersOf = ({ headers }: Pick<StoredObject, 'headers'>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-oss-server-side-')));

/** What GetObject and HeadObject tell of an object. */
export function objectHeadersOf(object: StoredObject): Record<string, string> {
  const stored = Object.entries(object.headers).map(
    ([name, value]) => [SPELLED[name] ?? name, value] as const,
  );
  const single = object.kind === 'Normal' || object.kind === 'Appendable';
  return {
    ...Object.fromEntries(stored),
    'Accept-Ranges': 'bytes',
    ETag: quoted(object.etag),
    'Last-Modified': httpTime(object.modifiedAtMs),
    'x-oss-object-type': object.kind,
    'x-oss-storage-class': object.storageClass,
    'x-oss-hash-crc64ecma': crc64Of(object.content),
    ...(object.tags === undefined || object.tags.length === 0
      ? {}
      : { 'x-oss-tagging-count': String(object.tags.length) }),
    ...(single ? { 'Content-MD5': Buffer.from(object.etag, 'hex').toString('base64') } : {}),
    ...(object.kind === 'Appendable' ? { 'x-oss-next-append-position': String(object.content.length) } : {}),
  };
}
