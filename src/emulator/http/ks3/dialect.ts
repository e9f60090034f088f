import { Query } from '../query.ts';
import type { Answer, WireRequest } from '../wire-request.ts';

/** KS3's object operations are those of OSS under other header names; these bring one to the other and back. */

const TO_COMMON = /^x-(?:kss|amz)-/;

const USUAL_PAGE = '1000';

const CLASS_HEADER = 'x-oss-storage-class';
const OBJECT_ACL = 'x-oss-object-acl';

/** Those that OSS has too; others stay as they are, since nothing follows from them here. */
const CLASSES = new Map([
  ['STANDARD', 'Standard'],
  ['STANDARD_IA', 'IA'],
  ['ARCHIVE', 'Archive'],
  ['DEEP_COLD_ARCHIVE', 'DeepColdArchive'],
]);
const KS3_CLASSES = new Map([...CLASSES].map(([own, common]) => [common, own]));
const inKs3Class = (common: string): string => KS3_CLASSES.get(common) ?? common;

/** The request as an OSS client would have sent it. */
export const inCommonWords = (request: WireRequest, key: string): WireRequest => ({
  ...request,
  query: request.query.has('max-keys')
    ? request.query
    : new Query([...request.query.items, { name: 'max-keys', value: USUAL_PAGE }]),
  headers: Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => commonItem(commonName(name, key), value)),
  ),
});

/** The fields of a form that stores an object, as a form for OSS would have them. */
export const fieldsInCommonWords = (fields: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map(
    [...fields].map(([name, value]) =>
      commonItem(name === 'acl' ? OBJECT_ACL : name.replace(TO_COMMON, 'x-oss-'), value),
    ),
  );

const commonItem = (name: string, value: string): [name: string, value: string] => [
  name,
  name === CLASS_HEADER ? (CLASSES.get(value) ?? value) : value,
];

/** OSS has a header of its own for an object's access control list. */
function commonName(name: string, key: string): string {
  const common = name.replace(TO_COMMON, 'x-oss-');
  return common === 'x-oss-acl' && key !== '' ? OBJECT_ACL : common;
}

/** Entity tags in small letters, header names with KS3's own prefix, or with that of the client that asked. */
export function inKs3Words(answer: Answer, request: WireRequest): Answer {
  const isAmazons = comesFromAmazonsClient(request);
  const { body } = answer;
  return {
    ...answer,
    headers: Object.fromEntries(
      Object.entries(answer.headers).map(([name, value]) => [
        name.replace(/^x-oss-/, isAmazons ? 'x-amz-' : 'x-kss-'),
        name === 'ETag' ? value.toLowerCase() : name === CLASS_HEADER ? inKs3Class(value) : value,
      ]),
    ),
    ...(typeof body === 'string'
      ? {
          body: body
            .replace(/<ETag>[^<]*<\/ETag>/g, (tag) => `<ETag>${tag.slice(6, -7).toLowerCase()}</ETag>`)
            .replace(
              /<StorageClass>([^<]*)<\/StorageClass>/g,
              (_, common) => `<StorageClass>${inKs3Class(common)}</StorageClass>`,
            ),
        }
      : {}),
  };
}

const comesFromAmazonsClient = ({ headers, query }: WireRequest): boolean =>
  headers['authorization']?.startsWith('AWS') === true ||
  ['AWSAccessKeyId', 'X-Amz-Algorithm'].some((name) => query.has(name));
