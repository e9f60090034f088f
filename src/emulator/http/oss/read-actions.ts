import { mimeTypeOf, type StoredObject } from '../../core/stored-object.ts';
import { percentEncoded } from '../query.ts';
import { byteRangeOf } from './byte-range.ts';
import { checkConditions } from './conditions.ts';
import { refuseUnwritable } from './header-values.ts';
import { objectHeadersOf, quoted } from './object-headers.ts';
import { existingBucket, type OssAction, type OssContext } from './oss-context.ts';
import { OssError } from './oss-error.ts';
import { httpTime } from './oss-xml.ts';
import { refuseArchived, restoreHeaders } from './restore-action.ts';
import { objectItself, objectOf, versionHeaders } from './versioning-actions.ts';

export const getObject: OssAction = (context) => {
  const { request, bucket, key } = context;
  const object = objectOf(context);
  checkConditions(request.headers, object);
  refuseArchived(object, context.services.clock.now());
  const size = object.content.length;
  const range = byteRangeOf(request.headers['range'], size);
  // A range that cannot be met is ignored, unless the client asks for the standard's behaviour.
  if (range === undefined && request.headers['range'] !== undefined && asksForStandardRanges(context))
    throw new OssError('InvalidRange');
  const { from, to } = range ?? { from: 0, to: size };
  return {
    status: range === undefined ? 200 : 206,
    headers: {
      ...(range === undefined ? objectHeadersOf(object) : withoutDigest(objectHeadersOf(object))),
      ...versionHeaders(existingBucket(context), object),
      ...(range === undefined ? {} : { 'Content-Range': `bytes ${from}-${to - 1}/${size}` }),
      ...overriddenHeaders(context),
    },
    body: object.content.subarray(from, to),
    events: [
      {
        type: 'ObjectDownloaded:GetObject',
        bucket,
        key,
        size,
        deltaSize: 0,
        etag: object.etag,
        mimeType: mimeTypeOf(object),
        readFrom: from,
        readTo: to,
      },
    ],
  };
};

export const headObject: OssAction = (context) => {
  const object = objectOf(context);
  checkConditions(context.request.headers, object);
  return {
    status: 200,
    headers: {
      ...objectHeadersOf(object),
      ...versionHeaders(existingBucket(context), object),
      ...restoreHeaders(object, context.services.clock.now()),
      'Content-Length': String(object.content.length),
    },
  };
};

/** Headers only; an answer to GET must not announce a body that does not come. */
export const getObjectMeta: OssAction = (context) => {
  const object = objectItself(context);
  const { etag, modifiedAtMs, content } = object;
  const isHead = context.request.method === 'HEAD';
  return {
    status: 200,
    headers: {
      ETag: quoted(etag),
      'Last-Modified': httpTime(modifiedAtMs),
      ...versionHeaders(existingBucket(context), object),
      ...(isHead ? { 'Content-Length': String(content.length) } : {}),
    },
  };
};

export const getSymlink: OssAction = (context) => {
  const object = objectItself(context);
  if (object.symlinkTarget === undefined) throw new OssError('NotSymlink');
  const version = versionHeaders(existingBucket(context), object);
  return { status: 200, headers: { ...symlinkHeaders(object, object.symlinkTarget), ...version } };
};

const symlinkHeaders = ({ etag, modifiedAtMs }: StoredObject, target: string) => ({
  ETag: quoted(etag),
  'Last-Modified': httpTime(modifiedAtMs),
  'x-oss-symlink-target': percentEncoded(target),
});

/** Of the whole object; clients would hold it against the part. */
const withoutDigest = ({ 'Content-MD5': _, ...headers }: Record<string, string>): Record<string, string> =>
  headers;

const asksForStandardRanges = ({ request }: OssContext): boolean =>
  request.headers['x-oss-range-behavior']?.toLowerCase() === 'standard';

const OVERRIDABLE = {
  'response-content-type': 'Content-Type',
  'response-content-language': 'Content-Language',
  'response-expires': 'Expires',
  'response-cache-control': 'Cache-Control',
  'response-content-disposition': 'Content-Disposition',
  'response-content-encoding': 'Content-Encoding',
} as const;

/** A signed URL may say which headers its answer shall have. */
function overriddenHeaders({ request }: OssContext): Record<string, string> {
  const given = Object.entries(OVERRIDABLE).flatMap(([parameter, header]) => {
    const value = request.query.get(parameter);
    return value === undefined || value === '' ? [] : [[header, value] as const];
  });
  const headers = Object.fromEntries(given);
  refuseUnwritable(headers);
  return headers;
}
