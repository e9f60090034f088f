import { percentEncoded } from '../query.ts';
import type { Answer, WireRequest } from '../wire-request.ts';
import { readXml, type XmlElement } from '../xml-reader.ts';
import { writeXml, type XmlNode } from '../xml-writer.ts';
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
  const element = readXml(body);
  if (element?.name !== root) throw new OssError('MalformedXML');
  return element;
}

export const childrenOf = (element: XmlElement, name: string): XmlElement[] =>
  element.children.filter((child) => child.name === name);

export const textOf = (element: XmlElement, name: string): string | undefined =>
  element.children.find((child) => child.name === name)?.text;

/** Keys may hold what XML cannot; `encoding-type=url` asks for them encoded. */
export function keyEncoderOf({ query }: WireRequest): (key: string) => string {
  return query.get('encoding-type') === 'url' ? percentEncoded : (key) => key;
}
