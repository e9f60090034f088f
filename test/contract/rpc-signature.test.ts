/** The gateway's older scheme: as the vendor's client writes it, and as SDKs do that know no other. */
import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EMULATOR_ACCESS_KEY, type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { callRules, ruleQuery } from './sdk.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

const encoded = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Everything in the query, without a header of its own. */
async function call(
  action: string,
  query: Record<string, string>,
  how: { readonly secret?: string; readonly atMs?: number; readonly method?: 'GET' | 'POST' } = {},
) {
  const { secret = EMULATOR_ACCESS_KEY.secret, atMs = Date.now(), method = 'GET' } = how;
  const parameters = {
    Action: action,
    Version: '2022-01-19',
    Format: 'JSON',
    AccessKeyId: EMULATOR_ACCESS_KEY.id,
    SignatureMethod: 'HMAC-SHA1',
    SignatureVersion: '1.0',
    SignatureNonce: randomUUID(),
    Timestamp: new Date(atMs).toISOString().replace(/\.\d+/, ''),
    ...query,
  };
  const canonical = Object.entries(parameters)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join('&');
  const text = `${method}&%2F&${encoded(canonical)}`;
  const signature = createHmac('sha1', `${secret}&`).update(text).digest('base64');
  const all = `${canonical}&Signature=${encoded(signature)}`;
  const form = { 'content-type': 'application/x-www-form-urlencoded', 'x-acs-action': action };
  const reply =
    method === 'GET'
      ? await fetch(`${emulator.url}/?${all}`)
      : await fetch(emulator.url, { method, body: all, headers: form });
  return { status: reply.status, body: await reply.json() };
}

test("the vendor's client, told to sign as of old", async () => {
  const made = await callRules(
    emulator,
    'CreateEventRule',
    ruleQuery('by-client'),
    EMULATOR_ACCESS_KEY,
    'v2',
  );
  expect(made).toMatchObject({ Success: true, Data: 'by-client' });
  const wrong = { ...EMULATOR_ACCESS_KEY, secret: 'wrong' };
  await expect(callRules(emulator, 'ListEventRules', {}, wrong, 'v2')).rejects.toMatchObject({
    code: 'SignatureDoesNotMatch',
  });
});

test('a nonce serves once, and must be there', async () => {
  const query = { ProductName: 'oss', RuleName: 'by-client', SignatureNonce: randomUUID() };
  expect(await call('GetEventRule', query)).toMatchObject({ status: 200 });
  const again = await call('GetEventRule', query);
  expect(again).toMatchObject({ status: 400, body: { Code: 'SignatureNonceUsed' } });
  const none = await call('GetEventRule', { ...query, SignatureNonce: '' });
  expect(none).toMatchObject({ status: 400, body: { Code: 'MissingSignatureNonce' } });
});

test('everything in the query', async () => {
  expect(await call('GetEventRule', { ProductName: 'oss', RuleName: 'by-client' })).toMatchObject({
    status: 200,
    body: { Data: { RuleName: 'by-client' } },
  });
  expect(emulator.requests().at(-1)).toMatchObject({ operation: 'GetEventRule' });
});

test('everything in a form', async () => {
  const named = { ProductName: 'oss', RuleName: 'by-client' };
  expect(await call('GetEventRule', named, { method: 'POST' })).toMatchObject({
    status: 200,
    body: { Data: { RuleName: 'by-client' } },
  });
});

test('a repeat under the same token gets the same answer, though it is signed anew', async () => {
  const token = { ClientToken: randomUUID(), QueueName: 'once' };
  const [first, again] = [await call('CreateQueue', token), await call('CreateQueue', token)];
  expect(first.status).toBe(200);
  expect(again).toEqual(first);
});

test.each([
  ['a wrong secret', { secret: 'wrong' }, 'SignatureDoesNotMatch'],
  ['a time long past', { atMs: Date.now() - 3_600_000 }, 'InvalidTimeStamp.Expired'],
])('%s is refused', async (_, how, code) => {
  expect((await call('ListEventRules', { ProductName: 'oss' }, how)).body).toMatchObject({ Code: code });
});
