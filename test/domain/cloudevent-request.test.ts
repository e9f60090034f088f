import { CloudEvent, HTTP } from 'cloudevents';
import { describe, expect, it } from 'vitest';
import { isCloudEventRequest, readCloudEvents } from '../../src/domain/cloudevent-request.ts';
import { headerText } from '../../src/domain/cloudevent-text.ts';

const DATA = { eventName: 'ObjectCreated:PutObject', oss: { object: { key: 'a "b" 电影.mp3' } } };
const event = new CloudEvent({
  id: '7.0',
  source: 'acs.oss',
  type: 'oss:ObjectCreated:PutObject',
  data: DATA,
});

/** What the library would send, with header names as Node gives them. */
function sent(message: { headers: unknown; body: unknown }) {
  const headers = Object.entries(Object(message.headers)).map(([name, value]) => [
    name.toLowerCase(),
    String(value),
  ]);
  return { headers: Object.fromEntries(headers), body: Buffer.from(String(message.body)) };
}

const batch = {
  headers: { 'content-type': 'application/cloudevents-batch+json; charset=UTF-8' },
  body: JSON.stringify([event, event.cloneWith({ id: '7.1' })]),
};

describe('what the library sends', () => {
  it.each([
    ['structured', sent(HTTP.structured(event)), ['7.0']],
    ['binary', sent(HTTP.binary(event)), ['7.0']],
    ['batch', sent(batch), ['7.0', '7.1']],
  ])('is read, %s', (_, { headers, body }, ids) => {
    expect(isCloudEventRequest(headers)).toBe(true);
    const read = readCloudEvents(headers, body);
    expect(read).toMatchObject({ ok: true, events: ids.map((id) => ({ id })) });
    if (!read.ok) return;
    for (const { json } of read.events)
      expect(JSON.parse(json)).toMatchObject({ source: 'acs.oss', specversion: '1.0', data: DATA });
  });
});

const STRUCTURED = { 'content-type': 'Application/CloudEvents+JSON' };
const BINARY = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': 's', 'ce-type': 't' };
const whole = { specversion: '1.0', id: '1', source: 's', type: 't' };

describe('binary mode', () => {
  const json = (headers: Record<string, string>, body: Buffer) => {
    const read = readCloudEvents({ ...BINARY, ...headers }, body);
    return read.ok ? JSON.parse(read.events[0]?.json ?? '') : read;
  };

  it('undoes the encoding of headers', () => {
    expect(json({ 'ce-subject': headerText('b/Q4 résumé 100%.csv') }, Buffer.from(''))).toEqual({
      ...whole,
      subject: 'b/Q4 résumé 100%.csv',
    });
  });

  it.each([
    ['JSON as JSON', { 'content-type': 'application/json' }, '{"a": 1}', { data: { a: 1 } }],
    ['JSON without a type', {}, '[1]', { data: [1] }],
    ['a text', { 'content-type': 'text/plain' }, 'hello', { data: 'hello' }],
    ['anything else', { 'content-type': 'image/png' }, '\u0001\u00ff', { data_base64: 'AcO/' }],
  ])('takes %s', (_, headers: Record<string, string>, body, data) => {
    const type = headers['content-type'];
    expect(json(headers, Buffer.from(body))).toEqual({
      ...whole,
      ...data,
      ...(type && { datacontenttype: type }),
    });
  });

  it.each([
    [{ 'content-type': 'application/json' }, '{"a"', /not what application\/json says/],
    [{ 'ce-subject': '%ff' }, '', /ce-subject is no percent-encoded/],
    [{ 'ce-id': '' }, '', /id is missing/],
    [{ 'ce-specversion': '2.0' }, '', /specversion is "2.0"/],
  ])('refuses %j with %j', (headers, body, reason) => {
    expect(readCloudEvents({ ...BINARY, ...headers }, Buffer.from(body))).toMatchObject({
      ok: false,
      status: 400,
      reason: expect.stringMatching(reason),
    });
  });
});

describe('structured and batch mode', () => {
  it('keeps the text as it came', () => {
    const text = ` {"specversion":"0.2", "id":"1", "source":"s", "type":"t","data":1.10}`;
    expect(readCloudEvents(STRUCTURED, Buffer.from(text))).toEqual({
      ok: true,
      events: [{ id: '1', json: text }],
    });
  });

  it('an empty batch is no mistake', () => {
    const headers = { 'content-type': 'application/cloudevents-batch+json' };
    expect(readCloudEvents(headers, Buffer.from('[]'))).toEqual({ ok: true, events: [] });
  });

  it.each([
    ['application/cloudevents+json', '[]', 400, /no JSON object/],
    ['application/cloudevents+json', '\u00ff{}', 400, /no JSON object/],
    [
      'application/cloudevents+json',
      JSON.stringify({ ...whole, source: undefined }),
      400,
      /source is missing/,
    ],
    ['application/cloudevents+json', JSON.stringify({ ...whole, id: 7 }), 400, /id is missing/],
    ['application/cloudevents-batch+json', '{}', 400, /no JSON list/],
    [
      'application/cloudevents-batch+json',
      JSON.stringify([whole, {}]),
      400,
      /event 2 of 2: specversion is missing/,
    ],
    ['application/cloudevents+avro', '', 415, /avro is not read/],
  ])('refuses %s %s with %i', (type, body, status, reason) => {
    expect(readCloudEvents({ 'content-type': type }, Buffer.from(body))).toMatchObject({
      ok: false,
      status,
      reason: expect.stringMatching(reason),
    });
  });
});
