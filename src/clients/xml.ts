/** XML text and trees: written with everything escaped, read without entities from a document type. */
import { XMLParser } from 'fast-xml-parser';
import { UsageError } from '../errors.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 cannot carry
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;
/** One look tells that a text needs nothing of the sort, as nearly every one. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const SPECIAL = /[&<>\r\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/;
const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };

/** Escapes element text; a carriage return would be normalised away by any parser, so it is escaped too. */
export function escapeText(text: string): string {
  if (isPlainText(text)) return text;
  if (NOT_XML.test(text)) {
    throw new UsageError(
      'text-not-xml',
      'the text holds control characters, which XML cannot carry',
      'encode it as Base64 first',
    );
  }
  return text.replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character);
}

/** Whether a text stands in XML as it is. */
export function isPlainText(text: string): boolean {
  return !SPECIAL.test(text);
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

export function unescapeText(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));/gi,
    (all, hex, decimal, name) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? all;
      const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return point <= 0x10ffff ? String.fromCodePoint(point) : all;
    },
  );
}

/** Children of an element by name; use the functions below to read them. */
export type Fields = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  processEntities: false,
  removeNSPrefix: true,
  trimValues: false,
});

/** The root element of a document, or undefined when the text is not XML at all. */
export function readDocument(text: string): { readonly root: string; readonly fields: Fields } | undefined {
  try {
    const parsed: unknown = parser.parse(text);
    const [root, content] = Object.entries(asFields(parsed)).find(([name]) => name !== '#text') ?? [];
    return root === undefined ? undefined : { root, fields: asFields(content) };
  } catch {
    return undefined;
  }
}

/** Text of a child; undefined when it is missing or has children of its own. */
export function textOf(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' ? unescapeText(value) : undefined;
}

/** A child's number; undefined when it is missing or not a plain decimal. */
export function numberOf(fields: Fields, name: string): number | undefined {
  const text = textOf(fields, name)?.trim();
  return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
}

/** All children of that name, one or many. */
export function listOf(fields: Fields, name: string): Fields[] {
  const value = fields[name];
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(asFields);
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
