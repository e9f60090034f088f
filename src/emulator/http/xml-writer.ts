import { escapeXml } from '../core/escape-xml.ts';

/** An element: its name, and its text or its children. */
export type XmlNode = readonly [name: string, content: string | number | readonly XmlPart[]];

/** An element, or the text of some that are written already, indented as their place wants it. */
export type XmlPart = XmlNode | string;

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
  return `${prolog}\n<${name}${attribute}>\n${writeNodes(content, 1)}</${name}>\n`;
}

function writeNodes(parts: readonly XmlPart[], depth: number): string {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const [name, content] = part;
    const { opening, indent, closing } = tagOf(name, depth);
    text +=
      typeof content === 'object'
        ? `${opening}\n${writeNodes(content, depth + 1)}${indent}${closing}`
        : opening + escapeXml(String(content)) + closing;
  }
  return text;
}

interface Tag {
  readonly indent: string;
  /** Indented. */
  readonly opening: string;
  readonly closing: string;
}

const tagsByDepth: Map<string, Tag>[] = [];

/** Put together once, since a batch repeats the same few names. */
function tagOf(name: string, depth: number): Tag {
  tagsByDepth[depth] ??= new Map();
  const known = tagsByDepth[depth].get(name);
  if (known !== undefined) return known;
  const indent = '  '.repeat(depth);
  const tag = { indent, opening: `${indent}<${name}>`, closing: `</${name}>\n` };
  tagsByDepth[depth].set(name, tag);
  return tag;
}

/** `[name, text]`, or nothing when there is no text: an empty element breaks some SDKs. */
export const optionalNode = (name: string, text: string | number | undefined): XmlNode[] =>
  text === undefined || text === '' ? [] : [[name, text]];
