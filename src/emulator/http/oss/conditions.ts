import type { StoredObject } from '../../core/stored-object.ts';
import { OssError } from './oss-error.ts';

type Headers = Readonly<Record<string, string>>;

/** Conditions of a read (`prefix` empty) or on the source of a copy (`x-oss-copy-source-`). */
export function checkConditions(headers: Headers, object: StoredObject, prefix = ''): void {
  const match = headers[`${prefix}if-match`];
  if (match !== undefined && !sameTag(match, object)) throw new OssError('PreconditionFailed');
  const unmodifiedSince = headers[`${prefix}if-unmodified-since`];
  if (match === undefined && unmodifiedSince !== undefined && isNewer(object, unmodifiedSince))
    throw new OssError('PreconditionFailed');
  const noneMatch = headers[`${prefix}if-none-match`];
  if (noneMatch !== undefined && sameTag(noneMatch, object)) throw new OssError('NotModified');
  const modifiedSince = headers[`${prefix}if-modified-since`];
  if (noneMatch === undefined && modifiedSince !== undefined && !isNewer(object, modifiedSince))
    throw new OssError('NotModified');
}

const sameTag = (given: string, { etag }: StoredObject): boolean =>
  given.replaceAll('"', '').toUpperCase() === etag.toUpperCase();

function isNewer({ modifiedAtMs }: StoredObject, date: string): boolean {
  const time = Date.parse(date);
  return !Number.isNaN(time) && Math.floor(modifiedAtMs / 1000) * 1000 > time;
}
