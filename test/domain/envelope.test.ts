import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decoded, decodeBody } from '../../src/domain/envelope.ts';
import { elementOf } from '../../src/domain/event.ts';
import {
  deletion,
  eventBridge,
  everythingInsideOss,
  jsonEnvelope,
  ks3Callback,
  queueBody,
  rangeRead,
  xmlEnvelope,
} from './samples.ts';

const base64 = (text: string | Buffer): string => Buffer.from(text).toString('base64');
const PUT = { eventName: 'ObjectCreated:PutObject', oss: { object: { key: 'in/a.txt' } } };
const PLAIN = JSON.stringify({ events: [PUT] });

function elementsOf(decoded: Decoded): readonly unknown[] {
  if (decoded.kind === 'undecodable') throw new Error(decoded.reason);
  return decoded.events.map((event) => event && elementOf(event));
}

function reasonOf(decoded: Decoded): string {
  if (decoded.kind === 'events') throw new Error('was decoded');
  return decoded.reason;
}

const ENVELOPE = {
  topicOwner: '1000000000000001',
  topicName: 'mns-en-topics-oss-demo-rule-3000000000000003',
  subscriptionName: 'mns-en-subs-oss-demo-rule-1-3000000000000004',
  messageId: '0A1B2C3D4E5F60718293A4B5C6D7E8F9',
  publishTimeMs: 1772439330123,
};

describe('decodeBody', () => {
  it.each<[string, string]>([
    ['plain JSON', PLAIN],
    ['white space and a byte order mark round it', `\uFEFF \r\n${PLAIN}\n`],
    ['Base64', base64(PLAIN)],
    ['Base64 twice', base64(base64(PLAIN))],
    ['Base64 three times', base64(base64(base64(PLAIN)))],
    ['wrapped Base64', base64(PLAIN).replace(/.{20}/g, '$&\r\n')],
    ['Base64 without padding', base64(PLAIN).replace(/=+$/, '')],
    ['URL-safe Base64', base64(PLAIN).replaceAll('+', '-').replaceAll('/', '_')],
    ['a JSON string', JSON.stringify(PLAIN)],
    ['a JSON string of Base64', JSON.stringify(base64(PLAIN))],
    ['Base64 of a JSON string of Base64', base64(JSON.stringify(base64(PLAIN)))],
    ['one event by itself', JSON.stringify(PUT)],
    ['a list of events', JSON.stringify([PUT])],
    ['a CloudEvent', JSON.stringify({ specversion: '1.0', data: PUT })],
    ['a CloudEvent of a whole message', JSON.stringify({ specversion: '1.0', data: { events: [PUT] } })],
    ['a CloudEvent of a JSON string of Base64', JSON.stringify({ specversion: '0.2', data: base64(PLAIN) })],
    ['a CloudEvent of bytes', JSON.stringify({ specversion: '1.0', data_base64: base64(PLAIN) })],
    ['a batch of CloudEvents', JSON.stringify([{ specversion: '1.0', data: PUT }])],
  ])('finds the event in %s', (_, body) => {
    expect(decodeBody(body)).toMatchObject({ kind: 'events', events: [{ raw: PUT }] });
  });

  it.each<[string, string]>([
    ['JSON', jsonEnvelope],
    ['XML', xmlEnvelope],
    ['Base64 of JSON', base64(jsonEnvelope)],
    [
      'XML whose closing tag is misspelt, as documented',
      xmlEnvelope.replace('</PublishTime>', '</MessagePublishTime>').replace('xmlns', 'xlmns'),
    ],
    ['XML with CDATA', xmlEnvelope.replace(/<Message>(.*?)<\/Message>/, '<Message><![CDATA[$1]]></Message>')],
    ['XML with attributes', xmlEnvelope.replace('<Message>', '<Message encoding="base64">')],
    ['JSON with the time as a number', jsonEnvelope.replace('"1772439330123"', '1772439330123')],
  ])('opens the envelope of a topic: %s', (_, body) => {
    expect(decodeBody(body)).toMatchObject({ kind: 'events', envelope: ENVELOPE });
    expect(elementsOf(decodeBody(body))).toEqual(elementsOf(decodeBody(queueBody)));
  });

  it('undoes entities of XML, once', () => {
    const body = `<Notification><MessageTag>a&amp;lt;b</MessageTag><Message>${PLAIN.replaceAll('"', '&quot;').replace('in/a', 'in&#47;&#x61;&#xE9;')}</Message></Notification>`;
    expect(decodeBody(body)).toMatchObject({
      kind: 'events',
      events: [{ key: 'in/aé.txt' }],
      envelope: { messageTag: 'a&lt;b' },
    });
  });

  it('keeps elements as received, unknown members and all', () => {
    const [element] = elementsOf(decodeBody(everythingInsideOss));
    expect(element).toEqual(JSON.parse(everythingInsideOss).events[0]);
    expect(elementsOf(decodeBody(eventBridge))).toEqual([JSON.parse(eventBridge).data]);
  });

  it('keeps a KS3 callback whole, since its members beside data matter', () => {
    expect(elementsOf(decodeBody(ks3Callback))).toEqual([JSON.parse(ks3Callback)]);
    expect(elementsOf(decodeBody(`[${ks3Callback}]`))).toEqual([JSON.parse(ks3Callback)]);
  });

  it('gives every event of a message', () => {
    const both = [rangeRead, deletion].flatMap((text) => JSON.parse(text).events);
    expect(elementsOf(decodeBody(base64(JSON.stringify({ events: both }))))).toEqual(both);
  });

  it.each<[string, string, string]>([
    ['nothing', '', 'the message is empty'],
    ['white space', ' \n', 'the message is empty'],
    ['words', 'hello, world', 'neither JSON nor XML nor Base64'],
    ['Base64 of nothing readable', 'test', 'Base64 of bytes that are not UTF-8 text'],
    ['Base64 cut short', base64(PLAIN).slice(0, 41), 'neither JSON nor XML nor Base64'],
    [
      'Base64 with a hole',
      `${base64(PLAIN).slice(0, 40)}*${base64(PLAIN).slice(41)}`,
      'neither JSON nor XML nor Base64',
    ],
    ['broken JSON', PLAIN.slice(0, -1), 'broken JSON'],
    ['Base64 of broken JSON', base64(PLAIN.slice(0, -1)), 'broken JSON'],
    ['another object', '{"a":1}', 'JSON, but not an event of OSS or KS3'],
    ['no events', '{"events":[]}', 'the list of events is empty'],
    [
      'an envelope short of a member',
      '{"TopicName":"t","Message":"e30="}',
      'JSON, but not an event of OSS or KS3',
    ],
    [
      'another CloudEvent',
      '{"specversion":"1.0","data":{"a":1}}',
      'a CloudEvent, but not an event of OSS or KS3',
    ],
    ['a list of other things', '[1]', 'a JSON list, but not of events of OSS or KS3'],
    [
      'a list that is only in part of events',
      `[${JSON.stringify(PUT)},{}]`,
      'a JSON list, but not of events of OSS or KS3',
    ],
    ['XML without a message', '<Error><Code>x</Code></Error>', 'XML without a Message'],
    ['Base64 four times', base64(base64(base64(base64(PLAIN)))), 'wrapped or encoded too many times'],
    [
      'invalid UTF-8 in a key',
      base64(
        Buffer.concat([Buffer.from(PLAIN.slice(0, 60)), Buffer.of(0xff, 0xfe), Buffer.from(PLAIN.slice(60))]),
      ),
      'Base64 of bytes that are not UTF-8 text',
    ],
  ])('tells why it cannot read %s', (_, body, reason) => {
    expect(reasonOf(decodeBody(body))).toBe(reason);
  });

  it('takes a replacement character that was really sent', () => {
    const body = base64(PLAIN.replace('in/a', 'in/\uFFFD'));
    expect(elementsOf(decodeBody(body))).toMatchObject([{ oss: { object: { key: 'in/\uFFFD.txt' } } }]);
  });

  it('keeps the envelope of a message that it cannot read', () => {
    const body = jsonEnvelope.replace(queueBody, 'hello!');
    expect(decodeBody(body)).toEqual({
      kind: 'undecodable',
      reason: 'neither JSON nor XML nor Base64',
      envelope: ENVELOPE,
    });
  });

  it('can be told about Base64', () => {
    expect(reasonOf(decodeBody(base64(PLAIN), 'raw'))).toBe('neither JSON nor XML');
    expect(elementsOf(decodeBody(PLAIN, 'raw'))).toEqual([PUT]);
    expect(elementsOf(decodeBody(base64(PLAIN), 'base64'))).toEqual([PUT]);
    expect(reasonOf(decodeBody(PLAIN, 'base64'))).toBe('neither JSON nor XML nor Base64');
  });

  it('decodes what was encoded, in any of the forms, whatever the key', () => {
    const layers: readonly ((text: string) => string)[] = [
      base64,
      JSON.stringify,
      (text) =>
        JSON.stringify({
          TopicOwner: 'o',
          TopicName: 't',
          MessageId: 'm',
          SubscriptionName: 's',
          Message: text,
        }),
      (text) =>
        `<Notification><Message>${text.replace(/[<&]/g, (char) => (char === '<' ? '&lt;' : '&amp;'))}</Message></Notification>`,
    ];
    const key = fc.string({ unit: 'binary' });
    fc.assert(
      fc.property(key, fc.array(fc.constantFrom(...layers), { maxLength: 3 }), (text, wrappers) => {
        const element = { eventName: 'ObjectCreated:PutObject', oss: { object: { key: text } } };
        const body = wrappers.reduce((inner, wrap) => wrap(inner), JSON.stringify({ events: [element] }));
        expect(elementsOf(decodeBody(body))).toEqual([element]);
      }),
    );
  });

  it('never throws', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc.json(),
      fc.string({
        unit: fc.constantFrom(
          '<',
          '>',
          '/',
          '&',
          ';',
          '#',
          'x',
          'Message',
          '<Message>',
          '<![CDATA[',
          ']]>',
          '9999999',
        ),
      }),
    );
    fc.assert(
      fc.property(text, (body) => {
        expect(decodeBody(body)).toHaveProperty('kind');
      }),
      { numRuns: 2000 },
    );
  });
});
