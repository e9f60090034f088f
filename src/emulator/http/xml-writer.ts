import { escapeXml } from '../core/escape-xml.ts';

/** An element: its name, and its text or its children. */
export type XmlNode = readonly [name: string, content: string | number | readonly XmlNode[]];

export interface XmlStyle {
  readonly prolog: string;
  /** Goes on the root element; empty for none. */
  readonly namespace: string;
}

/** A document with one element a line, indented by two spaces, as the services write theirs. */
export function writeXml({ prolog, namespace }: XmlStyle, [name, content]: XmlNode): string {
  const attribute = namespace === '' ? '' : ` xmlns="${namespace}"`;
  if (typeof content !== 'object')
    return `${prolog}\n<${name}${attribute}>${escapeXml(String(content))}</${name}>\n`;
  return `${prolog}\n<${name}${attribute}>\n${writeNodes(content, '  ')}</${name}>\n`;
}

function writeNodes(nodes: readonly XmlNode[], indent: string): string {
  let text = '';
  for (const [name, content] of nodes) {
    text +=
      typeof content === 'object'
        ? `${indent}<${name}>\n${writeNodes(content, `${indent}  `)}${indent}</${name}>\n`
        : `${indent}<${name}>${escapeXml(String(content))}</${name}>\n`;
  }
  return text;
}

/** `[name, text]`, or nothing when there is no text: an empty element breaks some SDKs. */
export const optionalNode = (name: string, text: string | number | undefined): XmlNode[] =>
  text === undefined || text === '' ? [] : [[name, text]];
