import type { XmlNode } from '../xml-writer.ts';
import { removedEvent } from './object-events.ts';
import { existingBucket, type OssAction } from './oss-context.ts';
import { OssError } from './oss-error.ts';
import { childrenOf, keyEncoderOf, readBody, textOf, xmlAnswer } from './oss-xml.ts';

const MOST_KEYS = 1000;

/** A key that is not there is no error, and nothing happened to it either. */
export const deleteObject: OssAction = (context) => {
  const { bucket, key } = context;
  const removed = existingBucket(context).delete(key);
  return {
    status: 204,
    headers: {},
    events: removed === undefined ? [] : [removedEvent('ObjectRemoved:DeleteObject', bucket, removed)],
  };
};

/** One event for every object that went. */
export const deleteObjects: OssAction = (context) => {
  const bucket = existingBucket(context);
  const wanted = readBody(context.request.body, 'Delete');
  const keys = childrenOf(wanted, 'Object').map((object) => textOf(object, 'Key') ?? '');
  if (keys.length === 0 || keys.length > MOST_KEYS || keys.includes('')) throw new OssError('MalformedXML');
  const events = keys.flatMap((key) => {
    const removed = bucket.delete(key);
    return removed === undefined ? [] : [removedEvent('ObjectRemoved:DeleteObjects', bucket.name, removed)];
  });
  const isQuiet = textOf(wanted, 'Quiet')?.trim().toLowerCase() === 'true';
  const encoded = keyEncoderOf(context.request);
  const deleted = keys.map((key): XmlNode => ['Deleted', [['Key', encoded(key)]]]);
  if (isQuiet) return { status: 200, headers: {}, events };
  const encoding: XmlNode[] = context.request.query.has('encoding-type') ? [['EncodingType', 'url']] : [];
  return { ...xmlAnswer(['DeleteResult', [...encoding, ...deleted]]), events };
};
