import type { Bucket, Deletion } from '../../core/bucket.ts';
import type { ObjectEvent } from '../../core/object-event.ts';
import type { XmlElement } from '../xml-reader.ts';
import type { XmlNode } from '../xml-writer.ts';
import { removedEvent } from './object-events.ts';
import { existingBucket, type OssAction } from './oss-context.ts';
import { OssError } from './oss-error.ts';
import {
  childrenOf,
  encodingNodes,
  keyEncoderOf,
  readablyFor,
  readBody,
  textOf,
  xmlAnswer,
} from './oss-xml.ts';
import { markerHeaders, versionHeaders } from './versioning-actions.ts';

const MOST_KEYS = 1000;

/** A key that is not there is no error, and nothing happened to it either. */
export const deleteObject: OssAction = (context) => {
  const { key, request } = context;
  const bucket = existingBucket(context);
  const deletion = remove(bucket, key, request.query.get('versionId'));
  const { removed } = deletion;
  const marker = deletion.marker ?? deletion.removedMarker;
  return {
    status: 204,
    headers: {
      ...(removed === undefined ? {} : versionHeaders(bucket, removed)),
      ...(marker === undefined ? {} : markerHeaders(marker)),
    },
    events: eventsOf(deletion, 'ObjectRemoved:DeleteObject', bucket),
  };
};

/** One event for every object that went. */
export const deleteObjects: OssAction = (context) => {
  const bucket = existingBucket(context);
  const document = readBody(context.request.body, 'Delete');
  const wanted = childrenOf(document, 'Object').map(wantedOf);
  if (wanted.length === 0 || wanted.length > MOST_KEYS || wanted.some(({ key }) => key === ''))
    throw new OssError('MalformedXML');
  const deletions = wanted.map(({ key, versionId }) => remove(bucket, key, versionId));
  const events = deletions.flatMap((deletion) => eventsOf(deletion, 'ObjectRemoved:DeleteObjects', bucket));
  const isQuiet = textOf(document, 'Quiet')?.trim().toLowerCase() === 'true';
  if (isQuiet) return { status: 200, headers: {}, events };
  const request = readablyFor(context.request, ...wanted.map(({ key }) => key));
  const encoded = keyEncoderOf(request);
  const deleted = deletions.map((deletion, index): XmlNode => {
    const { key = '', versionId } = wanted[index] ?? {};
    const version: XmlNode[] = versionId === undefined ? [] : [['VersionId', versionId]];
    return ['Deleted', [['Key', encoded(key)], ...version, ...markerNodes(deletion)]];
  });
  return { ...xmlAnswer(['DeleteResult', [...encodingNodes(request), ...deleted]]), events };
};

function wantedOf(object: XmlElement): { readonly key: string; readonly versionId: string | undefined } {
  return { key: textOf(object, 'Key') ?? '', versionId: textOf(object, 'VersionId') || undefined };
}

const remove = (bucket: Bucket, key: string, versionId: string | undefined): Deletion =>
  versionId === undefined || versionId === '' ? bucket.delete(key) : bucket.deleteVersion(key, versionId);

/** A new marker raises none: only a delete by version is certain to. */
const eventsOf = ({ removed }: Deletion, type: string, { name }: Bucket): ObjectEvent[] =>
  removed === undefined ? [] : [removedEvent(type, name, removed)];

function markerNodes({ marker, removedMarker }: Deletion): XmlNode[] {
  const told = marker ?? removedMarker;
  if (told === undefined) return [];
  return [
    ['DeleteMarker', 'true'],
    ['DeleteMarkerVersionId', told.versionId],
  ];
}
