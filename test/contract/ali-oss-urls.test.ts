import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { send } from '../emulator/support/http.ts';
import { aliOss, callRules, type MnsSdk, mnsSdk, receiveEvents, ruleQuery } from './sdk.ts';

let emulator: Emulator;
let mns: MnsSdk;

beforeAll(async () => {
  emulator = await startEmulator();
  mns = mnsSdk(emulator);
  await mns.createQueue('events');
  const Endpoint = JSON.stringify({ EndpointType: 'queue', EndpointValue: 'events' });
  const EventTypes = JSON.stringify(['ObjectCreated:*', 'ObjectRestore:FinishRestore']);
  await callRules(emulator, 'CreateEventRule', ruleQuery('all', { EventTypes, Endpoint }));
  await aliOss(emulator).put('a.txt', Buffer.from('hello'));
  await receiveEvents(mns, 'events');
});
afterAll(() => emulator.close());
beforeEach(() => receiveEvents(mns, 'events'));

/** The SDK signs no URL for an address, so it gets a name, and the request goes to the address all the same. */
const named = (options = {}) =>
  aliOss(emulator, { endpoint: 'http://oss-cn-hangzhou.aliyuncs.com', ...options });

function open(url: string, method = 'GET', body?: string) {
  const { host, pathname, search } = new URL(url);
  return send(emulator.url, {
    method,
    path: pathname + search,
    headers: { host },
    ...(body === undefined ? {} : { body }),
  });
}

describe('signed URLs', () => {
  test('of V1 read and write', async () => {
    const read = named().signatureUrl('a.txt', { expires: 60, response: { 'content-type': 'text/x-own' } });
    expect(await open(read)).toMatchObject({
      status: 200,
      body: 'hello',
      headers: { 'content-type': 'text/x-own' },
    });
    const write = named().signatureUrl('b c.txt', { method: 'PUT' });
    expect((await open(write, 'PUT', 'written')).status).toBe(200);
    expect((await aliOss(emulator).get('b c.txt')).content.toString()).toBe('written');
  });

  test('of V1 are refused when changed or expired', async () => {
    const url = named().signatureUrl('a.txt', { expires: 60 });
    expect((await open(url.replace('a.txt', 'b.txt'))).body).toContain('<Code>SignatureDoesNotMatch</Code>');
    expect((await open(url, 'DELETE')).status).toBe(403);
    const expired = await open(url.replace(/Expires=\d+/, 'Expires=1'));
    expect(expired).toMatchObject({
      status: 403,
      body: expect.stringContaining('<Code>AccessDenied</Code>'),
    });
  });

  test('of V4 read', async () => {
    const url = await named({ authorizationV4: true }).signatureUrlV4('GET', 60, {}, 'a.txt');
    expect(await open(url)).toMatchObject({ status: 200, body: 'hello' });
    expect((await open(url.replace('a.txt', 'b.txt'))).status).toBe(403);
  });
});

describe('form uploads', () => {
  const upload = (fields: Readonly<Record<string, string>>, fileName = 'cat.jpg') => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new File(['meow'], fileName, { type: 'image/jpeg' }));
    return fetch(`${emulator.url}/demo-bucket`, { method: 'POST', body: form, redirect: 'manual' });
  };
  const policy = (conditions: unknown[] = [], expiration = '2099-01-01T00:00:00Z') => {
    const { policy, Signature, OSSAccessKeyId } = aliOss(emulator).calculatePostSignature({
      expiration,
      conditions,
    });
    return { policy, Signature, OSSAccessKeyId };
  };

  test('store the file and raise an event with the custom variables', async () => {
    const reply = await upload({
      ...policy([['eq', '$bucket', 'demo-bucket']]),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the service's own notation.
      key: 'form/${filename}',
      'x:order': '42',
    });
    expect(reply.status).toBe(204);
    expect(reply.headers.get('etag')).toBe(
      `"${createHash('md5').update('meow').digest('hex').toUpperCase()}"`,
    );
    expect(await receiveEvents(mns, 'events')).toMatchObject([
      {
        eventName: 'ObjectCreated:PostObject',
        oss: { object: { key: 'form/cat.jpg', size: 4, objectMeta: { mimeType: 'image/jpeg' } } },
        xVars: { 'x:order': '42' },
      },
    ]);
  });

  test.each(['x-oss-storage-class', 'x-oss-forbid-overwrite', 'x-oss-server-side-encryption'])(
    'refuse a wrong %s',
    async (name) => {
      const reply = await upload({ ...policy(), key: 'k', [name]: 'Cheap' });
      expect([reply.status, await reply.text()]).toEqual([400, expect.stringContaining('InvalidArgument')]);
      expect((await upload({ ...policy(), key: 'k' })).status).toBe(204);
    },
  );

  test('answer as the form asks', async () => {
    const created = await upload({ ...policy(), key: 'k', success_action_status: '201' });
    expect(created.status).toBe(201);
    expect(await created.text()).toContain('<Key>k</Key>');
    const moved = await upload({ ...policy(), key: 'k', success_action_redirect: 'http://example.com/done' });
    expect(moved.status).toBe(303);
    expect(moved.headers.get('location')).toMatch(
      /^http:\/\/example\.com\/done\?bucket=demo-bucket&key=k&etag=/,
    );
  });

  test.each([
    ['a wrong signature', { ...({} as object), Signature: 'AAAA' }, 'SignatureDoesNotMatch', [] as unknown[]],
    ['a file too long', {}, 'AccessDenied', [['content-length-range', 0, 3]]],
    ['a key that the policy does not allow', {}, 'AccessDenied', [['starts-with', '$key', 'other/']]],
  ])('refuse %s', async (_, changes, code, conditions) => {
    const reply = await upload({ ...policy(conditions), key: 'k', ...changes });
    expect(reply.status).toBe(403);
    expect(await reply.text()).toContain(`<Code>${code}</Code>`);
  });

  test('refuse an expired policy, none at all, and half a form', async () => {
    expect(await (await upload({ ...policy([], '2020-01-01T00:00:00Z'), key: 'k' })).text()).toContain(
      'Policy expired',
    );
    expect((await upload({ key: 'k' })).status).toBe(403);
    const half = await send(emulator.url, {
      method: 'POST',
      path: '/demo-bucket',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\nContent-Disposition: form-data; name="key"',
    });
    expect(half).toMatchObject({
      status: 400,
      body: expect.stringContaining('<Code>MalformedPOSTRequest</Code>'),
    });
  });
});

describe('restoring', () => {
  test('tells by an event when a cold object can be read', async () => {
    const oss = aliOss(emulator);
    await oss.put('cold.bin', Buffer.from('brr'), { headers: { 'x-oss-storage-class': 'ColdArchive' } });
    await expect(oss.get('cold.bin')).rejects.toMatchObject({ code: 'InvalidObjectState', status: 403 });
    expect((await oss.restore('cold.bin', { type: 'ColdArchive', Days: 2 })).res.status).toBe(202);
    const events = [];
    while (events.length < 2) events.push(...(await receiveEvents(mns, 'events')));
    expect(events.map(({ eventName }) => eventName)).toEqual([
      'ObjectCreated:PutObject',
      'ObjectRestore:FinishRestore',
    ]);
    expect((await oss.get('cold.bin')).content.toString()).toBe('brr');
    // The service says 200 when it only extends the time; the SDK knows none but 202.
    await expect(oss.restore('cold.bin')).rejects.toMatchObject({ status: 200 });
    await expect(oss.restore('a.txt')).rejects.toMatchObject({ code: 'OperationNotSupported' });
  });
});
