import { isUtf8 } from 'node:buffer';

/** Request XML, read strictly: what is not well formed is refused, and so is any DOCTYPE (entity bombs). */
export interface XmlElement {
  /** Without a namespace prefix. */
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

interface OpenElement {
  readonly tag: string;
  /** Its closing tag as most write it. */
  readonly end: string;
  text: string;
  readonly children: XmlElement[];
}

const DEEPEST = 32;
const TAG = /<(\/?)([A-Za-z_][\w:.-]*)((?:\s+[A-Za-z_][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const NAME = /^[A-Za-z_][\w:.-]*$/;
const SKIPPED = [
  ['<?', '?>'],
  ['<!--', '-->'],
] as const;
const CDATA_START = '<![CDATA[';
/** Characters that XML 1.0 cannot carry in any form. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** The root element, or `undefined` when the text is not a well-formed document. */
export function readXml(body: Buffer): XmlElement | undefined {
  const text = decodeUtf8(body);
  if (text === undefined || FORBIDDEN.test(text)) return undefined;
  return new XmlReader(text).read();
}

function decodeUtf8(body: Buffer): string | undefined {
  if (!isUtf8(body)) return undefined;
  const text = body.toString('utf8').replace(/^\ufeff/, '');
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

class XmlReader {
  readonly #source: string;
  readonly #open: OpenElement[] = [];
  #root: XmlElement | undefined;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  read(): XmlElement | undefined {
    while (this.#at < this.#source.length) if (!this.#step()) return undefined;
    return this.#open.length === 0 ? this.#root : undefined;
  }

  /** One text, comment, instruction, CDATA section or tag; false when there is none of them. */
  #step(): boolean {
    const next = this.#source.indexOf('<', this.#at);
    if (next !== this.#at) return this.#takeText(next < 0 ? this.#source.length : next);
    const isMarkup = this.#source[next + 1] === '!' || this.#source[next + 1] === '?';
    if (!isMarkup) return this.#takePlainTag() ?? this.#takeTag();
    if (this.#source.startsWith(CDATA_START, next)) return this.#takeCdata();
    for (const [start, end] of SKIPPED) if (this.#source.startsWith(start, next)) return this.#skipTo(end);
    return false;
  }

  #takeText(end: number): boolean {
    const text = decodeEntities(this.#source.slice(this.#at, end));
    this.#at = end;
    if (text === undefined) return false;
    return this.#addText(text);
  }

  #takeCdata(): boolean {
    const start = this.#at + CDATA_START.length;
    const end = this.#source.indexOf(']]>', start);
    if (end < 0) return false;
    this.#at = end + 3;
    return this.#addText(this.#source.slice(start, end));
  }

  #addText(text: string): boolean {
    const element = this.#open.at(-1);
    if (element === undefined) return text.trim() === '';
    element.text += text;
    return true;
  }

  #skipTo(end: string): boolean {
    const found = this.#source.indexOf(end, this.#at);
    this.#at = found + end.length;
    return found >= 0;
  }

  /** The tags that nearly every request is made of, without what makes the others slow; undefined for another. */
  #takePlainTag(): boolean | undefined {
    const open = this.#open.at(-1);
    if (open !== undefined && this.#source.startsWith(open.end, this.#at)) {
      this.#at += open.end.length;
      return this.#close(open.tag);
    }
    const end = this.#source.indexOf('>', this.#at);
    const tag = this.#source.slice(this.#at + 1, end);
    if (end < 0 || !NAME.test(tag)) return undefined;
    this.#at = end + 1;
    return this.#begin(tag);
  }

  #takeTag(): boolean {
    TAG.lastIndex = this.#at;
    const match = TAG.exec(this.#source);
    if (match === null) return false;
    this.#at = TAG.lastIndex;
    const [, closing, tag = '', attributes, empty] = match;
    if (closing === '/') return attributes === '' && empty === '' && this.#close(tag);
    return this.#begin(tag) && (empty === '' || this.#close(tag));
  }

  #begin(tag: string): boolean {
    if (this.#root !== undefined || this.#open.length >= DEEPEST) return false;
    this.#open.push({ tag, end: `</${tag}>`, text: '', children: [] });
    return true;
  }

  #close(tag: string): boolean {
    const closed = this.#open.pop();
    if (closed?.tag !== tag) return false;
    const element = { name: tag.slice(tag.indexOf(':') + 1), text: closed.text, children: closed.children };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = element;
    else parent.children.push(element);
    return true;
  }
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const ENTITY = /&(?:([a-z]+)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g;

function decodeEntities(text: string): string | undefined {
  if (!text.includes('&')) return text;
  let sound = text.replace(ENTITY, '').indexOf('&') < 0;
  const decoded = text.replace(ENTITY, (_, name?: string, decimal?: string, hex?: string) => {
    const character = name === undefined ? fromCodePoint(decimal, hex) : NAMED[name];
    if (character === undefined) sound = false;
    return character ?? '';
  });
  return sound ? decoded : undefined;
}

function fromCodePoint(decimal: string | undefined, hex: string | undefined): string | undefined {
  const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
  const character = String.fromCodePoint(point);
  return FORBIDDEN.test(character) ? undefined : character;
}
