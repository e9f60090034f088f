import { isUtf8 } from 'node:buffer';
import { FORBIDDEN_IN_XML } from '../core/xml-text.ts';

/** Request XML, read strictly: what is not well formed is refused, and so is any DOCTYPE (entity bombs). */
export interface XmlElement {
  /** Without a namespace prefix. */
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

export interface XmlReading {
  /** Takes references to control characters too: an object's key that holds one cannot be named otherwise. */
  readonly anyReference?: boolean;
}

/** Stands for an empty list in the many elements that never get children. */
const NO_CHILDREN: XmlElement[] = [];

/** An element as it is read; once it is closed nothing changes it any more. */
class OpenElement implements XmlElement {
  readonly name: string;
  /** With its prefix, as the closing tag must repeat it. */
  readonly tag: string;
  /** The namespace prefixes that are bound in it. */
  readonly prefixes: ReadonlySet<string>;
  text = '';
  children = NO_CHILDREN;

  constructor(tag: string, prefixes: ReadonlySet<string>) {
    this.name = tag.slice(tag.indexOf(':') + 1);
    this.tag = tag;
    this.prefixes = prefixes;
  }

  add(child: XmlElement): void {
    if (this.children === NO_CHILDREN) this.children = [child];
    else this.children.push(child);
  }
}

const DEEPEST = 32;
const TAG = /<(\/?)([A-Za-z_][\w:.-]*)((?:\s+[A-Za-z_][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/y;
const PLAIN_NAME = /^[A-Za-z_][\w.-]*$/;
const CDATA_START = '<![CDATA[';
const CDATA_END = ']]>';
/** At the very start of a document, if at all. */
const DECLARATION =
  /^xml\s+version\s*=\s*(?:"1\.\d+"|'1\.\d+')(?:\s+encoding\s*=\s*(?:"[\w.-]+"|'[\w.-]+'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*$/;
const INSTRUCTION = /^(?!xml(?:\s|$))[A-Za-z_][\w.-]*(?:\s|$)/i;
const ALWAYS_BOUND: ReadonlySet<string> = new Set(['xml']);

/** The root element, or `undefined` when the text is not a well-formed document. */
export function readXml(body: Buffer, { anyReference = false }: XmlReading = {}): XmlElement | undefined {
  const text = decodeUtf8(body);
  if (text === undefined || FORBIDDEN_IN_XML.test(text)) return undefined;
  return new XmlReader(text, anyReference).read();
}

function decodeUtf8(body: Buffer): string | undefined {
  if (!isUtf8(body)) return undefined;
  const text = body.toString('utf8').replace(/^\ufeff/, '');
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

class XmlReader {
  readonly #source: string;
  readonly #open: OpenElement[] = [];
  readonly #anyReference: boolean;
  #root: XmlElement | undefined;
  #at = 0;

  constructor(source: string, anyReference: boolean) {
    this.#source = source;
    this.#anyReference = anyReference;
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
    return this.#source.startsWith('<!--', next) ? this.#takeComment() : this.#takeInstruction();
  }

  #takeText(end: number): boolean {
    const written = this.#source.slice(this.#at, end);
    const text = decodeEntities(written, this.#anyReference);
    this.#at = end;
    return text !== undefined && !written.includes(CDATA_END) && this.#addText(text, written);
  }

  #takeCdata(): boolean {
    const start = this.#at + CDATA_START.length;
    const end = this.#source.indexOf(CDATA_END, start);
    if (end < 0 || this.#open.length === 0) return false;
    this.#at = end + CDATA_END.length;
    return this.#addText(this.#source.slice(start, end));
  }

  /** Outside of the root only white space may stand, and that as it is. */
  #addText(text: string, written = text): boolean {
    const element = this.#open.at(-1);
    if (element === undefined) return /^[ \t\n]*$/.test(written);
    element.text += text;
    return true;
  }

  /** Two hyphens end it, and nothing else may follow them. */
  #takeComment(): boolean {
    const end = this.#source.indexOf('--', this.#at + '<!--'.length);
    this.#at = end + '-->'.length;
    return end >= 0 && this.#source[end + 2] === '>';
  }

  #takeInstruction(): boolean {
    const end = this.#source.indexOf('?>', this.#at);
    if (end < 0 || this.#source[this.#at + 1] !== '?') return false;
    const text = this.#source.slice(this.#at + 2, end);
    const isSound = INSTRUCTION.test(text) || (this.#at === 0 && DECLARATION.test(text));
    this.#at = end + 2;
    return isSound;
  }

  /** The tags that nearly every request is made of, without what makes the others slow; undefined for another. */
  #takePlainTag(): boolean | undefined {
    const open = this.#open.at(-1);
    if (open !== undefined && this.#closes(open.tag)) {
      this.#at += open.tag.length + '</>'.length;
      return this.#close(open.tag);
    }
    const end = this.#source.indexOf('>', this.#at);
    const tag = this.#source.slice(this.#at + 1, end);
    if (end < 0 || !PLAIN_NAME.test(tag)) return undefined;
    this.#at = end + 1;
    return this.#begin(tag, open?.prefixes ?? ALWAYS_BOUND);
  }

  #closes(tag: string): boolean {
    const end = this.#at + '</'.length + tag.length;
    return (
      this.#source[this.#at + 1] === '/' &&
      this.#source[end] === '>' &&
      this.#source.startsWith(tag, this.#at + '</'.length)
    );
  }

  #takeTag(): boolean {
    TAG.lastIndex = this.#at;
    const match = TAG.exec(this.#source);
    if (match === null) return false;
    this.#at = TAG.lastIndex;
    const [, closing, tag = '', attributes = '', empty] = match;
    if (closing === '/') return attributes === '' && empty === '' && this.#close(tag);
    const prefixes = prefixesIn(tag, attributes, this.#open.at(-1)?.prefixes ?? ALWAYS_BOUND);
    return prefixes !== undefined && this.#begin(tag, prefixes) && (empty === '' || this.#close(tag));
  }

  #begin(tag: string, prefixes: ReadonlySet<string>): boolean {
    if (this.#root !== undefined || this.#open.length >= DEEPEST) return false;
    this.#open.push(new OpenElement(tag, prefixes));
    return true;
  }

  #close(tag: string): boolean {
    const closed = this.#open.pop();
    if (closed?.tag !== tag) return false;
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root = closed;
    else parent.add(closed);
    return true;
  }
}

const ATTRIBUTE = /([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** The prefixes that hold within a tag; undefined where one is not bound, a name is not well made or stands twice. */
function prefixesIn(
  tag: string,
  attributes: string,
  outer: ReadonlySet<string>,
): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  const bound: string[] = [];
  for (const [, name = '', double, single = ''] of attributes.matchAll(ATTRIBUTE)) {
    const value = double ?? single;
    const binds = name.startsWith('xmlns:');
    if (names.has(name) || decodeEntities(value, false) === undefined || (binds && value === '')) return;
    names.add(name);
    if (binds) bound.push(name.slice('xmlns:'.length));
  }
  const prefixes = bound.length === 0 ? outer : new Set([...outer, ...bound, 'xmlns']);
  return [tag, ...names].every((name) => isBound(name, prefixes)) ? prefixes : undefined;
}

function isBound(name: string, prefixes: ReadonlySet<string>): boolean {
  const [prefix = '', local, more] = name.split(':');
  return local === undefined || (prefixes.has(prefix) && local !== '' && more === undefined);
}

/** A map, since every object also has a `constructor`. */
const NAMED = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }));
const ENTITY = /&(?:([a-z]+)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g;

function decodeEntities(text: string, anyReference: boolean): string | undefined {
  if (!text.includes('&')) return text;
  let sound = text.replace(ENTITY, '').indexOf('&') < 0;
  const decoded = text.replace(ENTITY, (_, name?: string, decimal?: string, hex?: string) => {
    const character = name === undefined ? fromCodePoint(decimal, hex, anyReference) : NAMED.get(name);
    if (character === undefined) sound = false;
    return character ?? '';
  });
  return sound ? decoded : undefined;
}

function fromCodePoint(
  decimal: string | undefined,
  hex: string | undefined,
  anyReference: boolean,
): string | undefined {
  const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return undefined;
  const character = String.fromCodePoint(point);
  return anyReference || !FORBIDDEN_IN_XML.test(character) ? character : undefined;
}
