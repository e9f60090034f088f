/** Documents as MNS wants them. */
import { escapeText, isPlainText } from './xml.ts';

export type Content = string | number | boolean | undefined;

/** A document with one root; members that are undefined are left out. */
export function writeDocument(root: string, content: Readonly<Record<string, Content>> | string): string {
  const inner = typeof content === 'string' ? content : writeElements(content);
  return `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="http://mns.aliyuncs.com/doc/v1/">${inner}</${root}>`;
}

export function writeElements(elements: Readonly<Record<string, Content>>): string {
  return Object.entries(elements)
    .map(([name, value]) => (value === undefined ? '' : writeElement(name, value)))
    .join('');
}

export function writeElement(name: string, value: NonNullable<Content>): string {
  return `<${name}>${writeText(value)}</${name}>`;
}

/** An element for each text; all are looked at together, which for a batch of receipts is what it costs. */
export function writeList(name: string, texts: readonly string[]): string {
  if (texts.length === 0) return '';
  const [start, end] = [`<${name}>`, `</${name}>`];
  const written = isPlainText(texts.join('')) ? texts : texts.map(escapeText);
  return start + written.join(end + start) + end;
}

function writeText(value: NonNullable<Content>): string {
  // The service spells booleans with a capital and reads them so from every SDK.
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' ? String(value) : escapeText(value);
}
