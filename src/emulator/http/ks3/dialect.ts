import { Query } from '../query.ts';
import type { Answer, WireRequest } from '../wire-request.ts';

/** KS3's object operations are those of OSS under other header names; these bring one to the other and back. */

const TO_COMMON = /^x-(?:kss|amz)-/;

const USUAL_PAGE = '1000';

/** The request as an OSS client would have sent it. */
export const inCommonWords = (request: WireRequest, key: string): WireRequest => ({
  ...request,
  query: request.query.has('max-keys')
    ? request.query
    : new Query([...request.query.items, { name: 'max-keys', value: USUAL_PAGE }]),
  headers: Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [commonName(name, key), value]),
  ),
});

/** OSS has a header of its own for an object's access control list. */
function commonName(name: string, key: string): string {
  const common = name.replace(TO_COMMON, 'x-oss-');
  return common === 'x-oss-acl' && key !== '' ? 'x-oss-object-acl' : common;
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
        name === 'ETag' ? value.toLowerCase() : value,
      ]),
    ),
    ...(typeof body === 'string'
      ? {
          body: body.replace(
            /<ETag>[^<]*<\/ETag>/g,
            (tag) => `<ETag>${tag.slice(6, -7).toLowerCase()}</ETag>`,
          ),
        }
      : {}),
  };
}

const comesFromAmazonsClient = ({ headers, query }: WireRequest): boolean =>
  headers['authorization']?.startsWith('AWS') === true ||
  ['AWSAccessKeyId', 'X-Amz-Algorithm'].some((name) => query.has(name));
