import type { MultipartUpload } from '../../core/multipart.ts';
import { optionalNode, type XmlNode } from '../xml-writer.ts';
import { maximumOf, rolledUp } from './listing-actions.ts';
import { uploadOf } from './multipart-actions.ts';
import { quoted } from './object-headers.ts';
import { existingBucket, type OssAction, type OssContext, readably } from './oss-context.ts';
import { OssError } from './oss-error.ts';
import { encodingNodes, isoTime, keyEncoderOf, xmlAnswer } from './oss-xml.ts';

const USUAL_PAGE = 1000;

export const listParts: OssAction = readably((context) => {
  const { bucket, key, request } = context;
  const upload = uploadOf(context);
  const marker = partMarkerOf(context);
  const maximum = maximumOf(request.query, 'max-parts', USUAL_PAGE);
  const rest = upload.parts().filter(({ number }) => number > marker);
  const shown = rest.slice(0, maximum);
  return xmlAnswer([
    'ListPartsResult',
    [
      ...encodingNodes(request),
      ['Bucket', bucket],
      ['Key', keyEncoderOf(request)(key)],
      ['UploadId', upload.id],
      ...optionalNode('NextPartNumberMarker', shown.at(-1)?.number),
      ['MaxParts', maximum],
      ['IsTruncated', String(rest.length > shown.length)],
      ...shown.map(
        ({ number, modifiedAtMs, etag, content }): XmlNode => [
          'Part',
          [
            ['PartNumber', number],
            ['LastModified', isoTime(modifiedAtMs)],
            ['ETag', quoted(etag)],
            ['Size', content.length],
          ],
        ],
      ),
    ],
  ]);
});

function partMarkerOf({ request }: OssContext): number {
  const text = request.query.get('part-number-marker') || '0';
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new OssError('InvalidArgument', 'The value of part-number-marker is invalid.');
}

interface UploadPage {
  readonly uploads: readonly MultipartUpload[];
  readonly commonPrefixes: readonly string[];
  /** The last entry of the page; set when more follow. */
  readonly next?: { readonly key: string; readonly id: string };
}

export const listUploads: OssAction = readably((context) => {
  const { request, bucket } = context;
  const { query } = request;
  const encoded = keyEncoderOf(request);
  const page = pageOf(context);
  return xmlAnswer([
    'ListMultipartUploadsResult',
    [
      ...encodingNodes(request),
      ['Bucket', bucket],
      ['KeyMarker', encoded(query.get('key-marker') ?? '')],
      ['UploadIdMarker', query.get('upload-id-marker') ?? ''],
      ...optionalNode('NextKeyMarker', page.next && encoded(page.next.key)),
      ...optionalNode('NextUploadIdMarker', page.next?.id),
      ['Delimiter', encoded(query.get('delimiter') ?? '')],
      ['Prefix', encoded(query.get('prefix') ?? '')],
      ['MaxUploads', maximumOf(query, 'max-uploads', USUAL_PAGE)],
      ['IsTruncated', String(page.next !== undefined)],
      ...page.uploads.map(
        ({ key, id, startedAtMs }): XmlNode => [
          'Upload',
          [
            ['Key', encoded(key)],
            ['UploadId', id],
            ['Initiated', isoTime(startedAtMs)],
          ],
        ],
      ),
      ...page.commonPrefixes.map((prefix): XmlNode => ['CommonPrefixes', [['Prefix', encoded(prefix)]]]),
    ],
  ]);
});

/** By key and id, those after the markers; keys with the delimiter after the prefix are rolled up into one. */
function pageOf(context: OssContext): UploadPage {
  const { query } = context.request;
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const maximum = maximumOf(query, 'max-uploads', USUAL_PAGE);
  const uploads: MultipartUpload[] = [];
  const prefixes: string[] = [];
  let last = { key: query.get('key-marker') ?? '', id: query.get('upload-id-marker') ?? '' };
  for (const upload of uploadsAfter(context, prefix, last)) {
    const rolled = rolledUp(upload.key, prefix, delimiter);
    if (rolled !== undefined && (rolled === last.key || prefixes.includes(rolled))) continue;
    if (uploads.length + prefixes.length === maximum)
      return { uploads, commonPrefixes: prefixes, next: last };
    if (rolled === undefined) uploads.push(upload);
    else prefixes.push(rolled);
    last = rolled === undefined ? upload : { key: rolled, id: '' };
  }
  return { uploads, commonPrefixes: prefixes };
}

/** Without an id among the markers, all uploads of the marker's key count as listed. */
function uploadsAfter(
  context: OssContext,
  prefix: string,
  marker: { readonly key: string; readonly id: string },
): MultipartUpload[] {
  const isAfter = ({ key, id }: MultipartUpload) =>
    key > marker.key || (key === marker.key && marker.id !== '' && id > marker.id);
  return existingBucket(context)
    .uploads.all()
    .filter((upload) => upload.key.startsWith(prefix) && isAfter(upload))
    .sort((one, other) =>
      one.key === other.key ? compared(one.id, other.id) : compared(one.key, other.key),
    );
}

const compared = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
