import { escapeXml } from './escape-xml.ts';
import type { UserProperty } from './message.ts';
import type { Subscription } from './subscription.ts';

/** A message as its publisher gave it to a topic. */
export interface Publication {
  readonly id: string;
  readonly topic: string;
  readonly owner: string;
  readonly body: string;
  readonly bodyMd5: string;
  readonly tag?: string;
  readonly userProperties?: readonly UserProperty[];
  readonly publishedAtMs: number;
}

/** What one subscription gets of a publication; MNS adds no Base64 of its own. */
export function contentFor(publication: Publication, { name, format }: Subscription): string {
  if (format === 'SIMPLIFIED') return publication.body;
  const members = envelopeMembers(publication, name);
  return format === 'JSON' ? JSON.stringify(Object.fromEntries(members)) : xmlEnvelope(members);
}

type Member = readonly [name: string, value: string];

/** Every value is text, the time in milliseconds too; the order is the recorded one. */
function envelopeMembers(publication: Publication, subscription: string): Member[] {
  const { owner, body, publishedAtMs, bodyMd5, topic, id, tag } = publication;
  return [
    ['TopicOwner', owner],
    ['Message', body],
    ['Subscriber', owner],
    ['PublishTime', String(publishedAtMs)],
    ['SubscriptionName', subscription],
    ['MessageMD5', bodyMd5],
    ['TopicName', topic],
    ['MessageId', id],
    ...(tag === undefined ? [] : [['MessageTag', tag] as const]),
  ];
}

const XML_ORDER = [
  'TopicOwner',
  'TopicName',
  'Subscriber',
  'SubscriptionName',
  'MessageId',
  'Message',
  'MessageMD5',
  'MessageTag',
  'PublishTime',
];

function xmlEnvelope(members: readonly Member[]): string {
  const values = new Map(members);
  const elements = XML_ORDER.flatMap((name) => {
    const value = values.get(name);
    return value === undefined ? [] : [`<${name}>${escapeXml(value)}</${name}>`];
  });
  return (
    '<?xml version="1.0" encoding="utf-8"?>\n' +
    `<Notification xmlns="http://mns.aliyuncs.com/doc/v1/">${elements.join('')}</Notification>`
  );
}
