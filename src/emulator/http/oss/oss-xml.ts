import { standsInXml } from '../../core/xml-text.ts';
import { percentEncoded, Query } from '../query.ts';
import type { Answer, WireRequest } from '../wire-request.ts';
import { readXml, type XmlElement } from '../xml-reader.ts';
import { optionalNode, writeXml, type XmlNode } from '../xml-writer.ts';
import { OssError } from './oss-error.ts';

const PROLOG = '<?xml version="1.0" encoding="UTF-8"?>';

export const xmlAnswer = (root: XmlNode, headers: Answer['headers'] = {}): Answer => ({
  status: 200,
  headers: { 'Content-Type': 'application/xml', ...headers },
  body: writeXml({ prolog: PROLOG, namespace: '' }, root),
});

export const isoTime = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(0, 19)}.000Z`;
export const httpTime = (timeMs: number): string => new Date(timeMs).toUTCString();

export function readBody(body: Buffer, root: string): XmlElement {
  const element = readXml(body, { anyReference: true });
  if (element?.name !== root) throw new OssError('MalformedXML');
  return element;
}

export const childrenOf = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child) => child.name === name);

export const textOf = (element: XmlElement, name: string): string | undefined =>
  element.children.find((child) => child.name === name)?.text;

/**
 * Keys may hold what XML cannot, not even by references. Where these do, the request counts as one for encoded keys: no
 * parser could read the answer otherwise, and so it says itself how they are written.
 */
export function readablyFor(request: WireRequest, ...texts: readonly string[]): WireRequest {
  if (texts.every(standsInXml)) return request;
  const { items } = request.query.without('encoding-type');
  return { ...request, query: new Query([...items, { name: 'encoding-type', value: 'url' }]) };
}

/** `encoding-type=url` asks for encoded keys. */
export function keyEncoderOf({ query }: WireRequest): (key: string) => string {
  const type = query.get('encoding-type') ?? '';
  if (type !== '' && type !== 'url')
    throw new OssError('InvalidArgument', 'Invalid Encoding Method specified in Request');
  return type === 'url' ? percentEncoded : (key) => key;
}

export const encodingNodes = ({ query }: WireRequest): XmlNode[] =>
  optionalNode('EncodingType', query.get('encoding-type'));
