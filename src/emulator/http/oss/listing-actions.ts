import { EMULATOR_ACCOUNT } from '../../core/identity.ts';
import type { StoredObject } from '../../core/stored-object.ts';
import type { Query } from '../query.ts';
import { optionalNode, type XmlNode } from '../xml-writer.ts';
import { quoted } from './object-headers.ts';
import { existingBucket, type OssAction, type OssContext, readably } from './oss-context.ts';
import { OssError } from './oss-error.ts';
import { encodingNodes, isoTime, keyEncoderOf, xmlAnswer } from './oss-xml.ts';

const LONGEST_PAGE = 1000;
const USUAL_PAGE = 100;

interface ObjectPage {
  readonly objects: readonly StoredObject[];
  readonly commonPrefixes: readonly string[];
  /** The last key or common prefix of the page; set when more follow. */
  readonly next?: string;
}

export const listObjects: OssAction = readably((context) => {
  const { query } = context.request;
  const type = query.get('list-type') ?? '';
  if (type !== '' && type !== '2')
    throw new OssError('InvalidArgument', 'The value of list-type is invalid.');
  return type === '2' ? listVersion2(context) : listVersion1(context);
});

function listVersion1(context: OssContext) {
  const { query } = context.request;
  const encoded = keyEncoderOf(context.request);
  const marker = query.get('marker') ?? '';
  const page = pageOf(context, marker);
  return xmlAnswer([
    'ListBucketResult',
    [
      ...commonNodes(context, page),
      ['Marker', encoded(marker)],
      ...optionalNode('NextMarker', page.next === undefined ? undefined : encoded(page.next)),
      ...contentNodes(context, page, true),
    ],
  ]);
}

function listVersion2(context: OssContext) {
  const { query } = context.request;
  const token = query.get('continuation-token') ?? '';
  const startAfter = query.get('start-after') ?? '';
  const page = pageOf(context, token === '' ? startAfter : markerOf(token));
  const nextToken = page.next === undefined ? undefined : Buffer.from(page.next).toString('base64');
  return xmlAnswer([
    'ListBucketResult',
    [
      ...commonNodes(context, page),
      ...optionalNode('StartAfter', keyEncoderOf(context.request)(startAfter)),
      ...optionalNode('ContinuationToken', token),
      ...optionalNode('NextContinuationToken', nextToken),
      ['KeyCount', page.objects.length + page.commonPrefixes.length],
      ...contentNodes(context, page, query.get('fetch-owner') === 'true'),
    ],
  ]);
}

/** A token is one that an answer held, or none. */
function markerOf(token: string): string {
  const marker = Buffer.from(token, 'base64').toString();
  if (Buffer.from(marker).toString('base64') === token) return marker;
  throw new OssError('InvalidArgument', 'The continuation token provided is incorrect.');
}

function commonNodes(context: OssContext, page: ObjectPage): XmlNode[] {
  const { query } = context.request;
  const encoded = keyEncoderOf(context.request);
  return [
    ['Name', context.bucket],
    ['Prefix', encoded(query.get('prefix') ?? '')],
    ['MaxKeys', maximumOf(query, 'max-keys')],
    ['Delimiter', encoded(query.get('delimiter') ?? '')],
    ...encodingNodes(context.request),
    ['IsTruncated', String(page.next !== undefined)],
  ];
}

function contentNodes(context: OssContext, page: ObjectPage, withOwner: boolean): XmlNode[] {
  const encoded = keyEncoderOf(context.request);
  const owner: XmlNode = [
    'Owner',
    [
      ['ID', EMULATOR_ACCOUNT],
      ['DisplayName', EMULATOR_ACCOUNT],
    ],
  ];
  const contents = page.objects.map(
    (object): XmlNode => [
      'Contents',
      [
        ['Key', encoded(object.name)],
        ['LastModified', isoTime(object.modifiedAtMs)],
        ['ETag', quoted(object.etag)],
        ['Type', object.kind],
        ['Size', object.content.length],
        ['StorageClass', object.storageClass],
        ...(withOwner ? [owner] : []),
      ],
    ],
  );
  const prefixes = page.commonPrefixes.map(
    (prefix): XmlNode => ['CommonPrefixes', [['Prefix', encoded(prefix)]]],
  );
  return [...contents, ...prefixes];
}

/** Keys after `marker` in order, those with the delimiter after the prefix rolled up into one. */
function pageOf(context: OssContext, marker: string): ObjectPage {
  const prefix = context.request.query.get('prefix') ?? '';
  const delimiter = context.request.query.get('delimiter') ?? '';
  const maximum = maximumOf(context.request.query, 'max-keys');
  const keys = [...existingBucket(context).objects.keys()].filter(
    (key) => key.startsWith(prefix) && key > marker,
  );
  const objects: StoredObject[] = [];
  const prefixes: string[] = [];
  let last = marker;
  for (const key of keys.sort()) {
    const rolled = rolledUp(key, prefix, delimiter);
    const entry = rolled ?? key;
    if (entry === last || (rolled !== undefined && marker.startsWith(rolled))) continue;
    if (objects.length + prefixes.length === maximum)
      return { objects, commonPrefixes: prefixes, next: last };
    const object = existingBucket(context).objects.get(key);
    if (rolled !== undefined) prefixes.push(rolled);
    else if (object !== undefined) objects.push(object);
    last = entry;
  }
  return { objects, commonPrefixes: prefixes };
}

export function rolledUp(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}

export function maximumOf(query: Query, name: string, usual = USUAL_PAGE): number {
  const text = query.get(name);
  if (text === undefined || text === '') return usual;
  const maximum = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (maximum < 1 || maximum > LONGEST_PAGE)
    throw new OssError('InvalidArgument', `The value of ${name} must be between 1 and ${LONGEST_PAGE}.`, {
      ArgumentName: name,
      ArgumentValue: text,
    });
  return maximum;
}
