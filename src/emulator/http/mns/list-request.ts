import type { Page, PageRequest } from '../../core/listing.ts';
import type { Answer } from '../wire-request.ts';
import { optionalNode, type XmlNode } from '../xml-writer.ts';
import type { MnsContext } from './mns-context.ts';
import { rangeError } from './mns-error.ts';
import { xmlAnswer } from './mns-xml.ts';

const LONGEST_PAGE = 1000;

/** List operations take their arguments from headers. */
export function pageRequestOf({ request: { headers } }: MnsContext): PageRequest {
  const number = headers['x-mns-ret-number'];
  const maximum = number === undefined || number === '' ? LONGEST_PAGE : Number(number);
  if (!Number.isInteger(maximum) || maximum < 1 || maximum > LONGEST_PAGE)
    throw rangeError('x-mns-ret-number', 1, LONGEST_PAGE);
  return {
    prefix: headers['x-mns-prefix'] ?? '',
    marker: Buffer.from(headers['x-mns-marker'] ?? '', 'base64url').toString(),
    maximum,
  };
}

export const wantsAttributes = ({ request }: MnsContext): boolean =>
  request.headers['x-mns-with-meta']?.toLowerCase() === 'true';

/** `NextMarker` stands only where there is a further page: the Python SDK fails on an empty one. */
export function pageAnswer<Item>(
  root: string,
  { items, nextMarker }: Page<Item>,
  node: (item: Item) => XmlNode,
): Answer {
  const marker = nextMarker === undefined ? undefined : Buffer.from(nextMarker).toString('base64url');
  return xmlAnswer(200, [root, [...items.map(node), ...optionalNode('NextMarker', marker)]]);
}
