/** What an MNS topic wraps round a message for subscriptions that did not ask for SIMPLIFIED content. */
export interface Envelope {
  readonly topicOwner?: string;
  readonly topicName?: string;
  readonly subscriptionName?: string;
  readonly messageId?: string;
  readonly messageTag?: string;
  /** Milliseconds since 1970. */
  readonly publishTimeMs?: number;
}

export interface OpenedEnvelope {
  readonly envelope: Envelope;
  /** The payload, still in whatever encoding the publisher used. */
  readonly message: string;
}

/** The five members by which the JSON form is known; other JSON objects are no envelope. */
const REQUIRED = ['TopicOwner', 'TopicName', 'MessageId', 'SubscriptionName', 'Message'] as const;

export function envelopeFromJson(value: Readonly<Record<string, unknown>>): OpenedEnvelope | undefined {
  if (!REQUIRED.every((member) => typeof value[member] === 'string')) return undefined;
  return opened((member) => {
    const content = value[member];
    return typeof content === 'string' || typeof content === 'number' ? String(content) : undefined;
  });
}

/** Lenient on purpose: the documented sample is itself broken XML, and what the service sends is not certain. */
export function envelopeFromXml(xml: string): OpenedEnvelope | undefined {
  return opened((member) => xmlMember(xml, member));
}

function opened(read: (member: string) => string | undefined): OpenedEnvelope | undefined {
  const message = read('Message');
  if (message === undefined) return undefined;
  const envelope: { -readonly [Member in keyof Envelope]: Envelope[Member] } = {};
  for (const [ours, theirs] of NAMES) {
    const content = read(theirs);
    if (content) envelope[ours] = content;
  }
  const published = Number(read('PublishTime') || Number.NaN);
  if (Number.isFinite(published)) envelope.publishTimeMs = published;
  return { envelope, message };
}

const NAMES = [
  ['topicOwner', 'TopicOwner'],
  ['topicName', 'TopicName'],
  ['subscriptionName', 'SubscriptionName'],
  ['messageId', 'MessageId'],
  ['messageTag', 'MessageTag'],
] as const;

function xmlMember(xml: string, name: string): string | undefined {
  const start = contentStart(xml, name);
  if (start === undefined) return undefined;
  if (xml.startsWith('<![CDATA[', start)) return cdata(xml, start + '<![CDATA['.length);
  // The closing tag may bear another name (the documented sample's PublishTime), so any tag ends the text.
  const end = xml.indexOf('<', start);
  return undoEntities(xml.slice(start, end === -1 ? undefined : end));
}

function contentStart(xml: string, name: string): number | undefined {
  const plain = xml.indexOf(`<${name}>`);
  if (plain !== -1) return plain + name.length + 2;
  const withAttributes = xml.indexOf(`<${name} `);
  const end = withAttributes === -1 ? -1 : xml.indexOf('>', withAttributes);
  return end === -1 ? undefined : end + 1;
}

function cdata(xml: string, start: number): string {
  const end = xml.indexOf(']]>', start);
  return xml.slice(start, end === -1 ? undefined : end);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function undoEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
