import type { Answer } from '../wire-request.ts';
import { readXml, type XmlElement } from '../xml-reader.ts';
import { writeXml, type XmlNode, type XmlStyle } from '../xml-writer.ts';
import { MnsError, schemaError } from './mns-error.ts';

/** No slash at the end of the namespace: the Java SDK's error parser is bound to this spelling. */
const STYLE: XmlStyle = { prolog: '<?xml version="1.0" ?>', namespace: 'http://mns.aliyuncs.com/doc/v1' };

export const xmlAnswer = (status: number, root: XmlNode, headers: Answer['headers'] = {}): Answer => ({
  status,
  headers,
  body: writeXml(STYLE, root),
});

export const emptyAnswer = (status: number, headers: Answer['headers'] = {}): Answer => ({ status, headers });

/** The service spells booleans with a capital. */
export const booleanText = (value: boolean): string => (value ? 'True' : 'False');

export const secondsOf = (timeMs: number): number => Math.floor(timeMs / 1000);

/** The request's root element, whatever namespace it claims. */
export function readBody(body: Buffer, ...roots: readonly string[]): XmlElement {
  const root = readXml(body);
  if (root === undefined) throw new MnsError('MalformedXML');
  if (!roots.includes(root.name)) throw schemaError(`the element ${root.name}`);
  return root;
}

/** As `readBody`, but no body at all means an element without children. */
export const readOptionalBody = (body: Buffer, root: string): XmlElement =>
  body.length === 0 ? { name: root, text: '', children: [] } : readBody(body, root);

export const childOf = (element: XmlElement, name: string): XmlElement | undefined =>
  element.children.find((child) => child.name === name);

/** Against the schema are a member that stands twice, and one that holds elements instead of text. */
export function textOf({ children }: XmlElement, name: string): string | undefined {
  let text: string | undefined;
  for (const child of children) {
    if (child.name !== name) continue;
    if (text !== undefined || child.children.length > 0) throw schemaError(name);
    text = child.text;
  }
  return text;
}

export function integerOf(element: XmlElement, name: string): number | undefined {
  const text = textOf(element, name)?.trim();
  if (text === undefined || text === '') return undefined;
  if (!/^-?\d{1,15}$/.test(text)) throw schemaError(`the value of ${name}`);
  return Number(text);
}

export function booleanOf(element: XmlElement, name: string): boolean | undefined {
  const text = textOf(element, name)?.trim().toLowerCase();
  if (text === undefined || text === '') return undefined;
  if (text !== 'true' && text !== 'false') throw schemaError(`the value of ${name}`);
  return text === 'true';
}
