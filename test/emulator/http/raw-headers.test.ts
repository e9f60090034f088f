import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EMULATOR_ACCESS_KEY, type Emulator, startEmulator } from '../../../src/emulator/index.ts';
import { type RawReply, type RawRequest, send } from '../support/http.ts';

/** Header values are UTF-8 bytes on the wire and UTF-8 text in what is signed; each signature here is made by hand. */

const { id, secret } = EMULATOR_ACCESS_KEY;
const NAME = 'é目录';

let emulator: Emulator;
beforeEach(async () => {
  emulator = await startEmulator();
});
afterEach(() => emulator.close());

const hmac = (algorithm: string, key: string | Buffer, text: string) =>
  createHmac(algorithm, key).update(text, 'utf8');
const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const basicTime = () => new Date().toISOString().replace(/[-:]|\.\d+/g, '');

/** Node writes a character as one byte. */
const asBytes = (text: string) => Buffer.from(text, 'utf8').toString('latin1');
const sendRaw = ({ headers = {}, ...request }: RawRequest) =>
  send(emulator.url, {
    ...request,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, asBytes(value)])),
  });

const givenBack = ({ headers }: RawReply, name: string) =>
  Buffer.from(String(headers[name]), 'latin1').toString('utf8');

function ossV1(method: string, meta = '') {
  const date = new Date().toUTCString();
  const text = `${method}\n\n\n${date}\n${meta === '' ? '' : `x-oss-meta-name:${meta}\n`}/demo-bucket/a`;
  const authorization = `OSS ${id}:${hmac('sha1', secret, text).digest('base64')}`;
  return { date, authorization, ...(meta === '' ? {} : { 'x-oss-meta-name': meta }) };
}

function ossV2() {
  const date = new Date().toUTCString();
  const text = `PUT\n\n\n${date}\nx-oss-meta-name:${NAME}\n\n${encodeURIComponent('/demo-bucket/a')}`;
  const signature = hmac('sha256', secret, text).digest('base64');
  const authorization = `OSS2 AccessKeyId:${id},Signature:${signature}`;
  return { date, authorization, 'x-oss-meta-name': NAME };
}

function ossV4() {
  const time = basicTime();
  const steps = [time.slice(0, 8), 'cn-hangzhou', 'oss', 'aliyun_v4_request'];
  const headers = {
    'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
    'x-oss-date': time,
    'x-oss-meta-name': NAME,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const canonical = `PUT\n/demo-bucket/a\n\n${lines.join('')}\n\nUNSIGNED-PAYLOAD`;
  const text = `OSS4-HMAC-SHA256\n${time}\n${steps.join('/')}\n${sha256(canonical)}`;
  const key = steps.reduce<string | Buffer>(
    (before, step) => hmac('sha256', before, step).digest(),
    `aliyun_v4${secret}`,
  );
  const credential = `${id}/${steps.join('/')}`;
  const signature = hmac('sha256', key, text).digest('hex');
  return { ...headers, authorization: `OSS4-HMAC-SHA256 Credential=${credential},Signature=${signature}` };
}

describe('a value beyond ASCII', () => {
  test.each([
    ['V1', () => ossV1('PUT', NAME)],
    ['V2', ossV2],
    ['V4', ossV4],
  ])('verifies in %s of OSS, is stored and given back', async (_, signed) => {
    expect(await sendRaw({ method: 'PUT', path: '/demo-bucket/a', headers: signed() })).toMatchObject({
      status: 200,
    });
    const reply = await sendRaw({ method: 'HEAD', path: '/demo-bucket/a', headers: ossV1('HEAD') });
    expect(reply.status).toBe(200);
    expect(givenBack(reply, 'x-oss-meta-name')).toBe(NAME);
  });

  test('verifies in KSS', async () => {
    const date = new Date().toUTCString();
    const text = `PUT\n\n\n${date}\nx-kss-meta-name:${NAME}\n/demo-bucket/a`;
    const authorization = `KSS ${id}:${hmac('sha1', secret, text).digest('base64')}`;
    const headers = { date, authorization, 'x-kss-meta-name': NAME };
    expect((await sendRaw({ method: 'PUT', path: '/demo-bucket/a', headers })).status).toBe(200);
  });

  test('verifies in MNS', async () => {
    const date = new Date().toUTCString();
    const lines = `x-mns-user-request-id:${NAME}\nx-mns-version:2015-06-06\n`;
    const signature = hmac('sha1', secret, `GET\n\n\n${date}\n${lines}/queues`).digest('base64');
    const headers = {
      date,
      authorization: `MNS ${id}:${signature}`,
      'x-mns-user-request-id': NAME,
      'x-mns-version': '2015-06-06',
    };
    expect((await sendRaw({ method: 'GET', path: '/queues', headers })).status).toBe(200);
  });

  test('verifies in ACS3', async () => {
    const empty = sha256('');
    const headers: Record<string, string> = {
      host: new URL(emulator.url).host,
      'x-acs-action': 'ListEventRules',
      'x-acs-content-sha256': empty,
      'x-acs-date': new Date().toISOString().replace(/\.\d+/, ''),
      'x-acs-note': NAME,
      'x-acs-version': '2022-01-19',
    };
    const names = Object.keys(headers).join(';');
    const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
    const canonical = `POST\n/\n\n${lines.join('')}\n${names}\n${empty}`;
    const signature = hmac('sha256', secret, `ACS3-HMAC-SHA256\n${sha256(canonical)}`).digest('hex');
    const authorization = `ACS3-HMAC-SHA256 Credential=${id},SignedHeaders=${names},Signature=${signature}`;
    const reply = await sendRaw({ method: 'POST', path: '/', headers: { ...headers, authorization } });
    expect(reply.body).not.toContain('SignatureDoesNotMatch');
    expect(reply.status).not.toBe(403);
  });

  test('that is no UTF-8 is taken character by character', async () => {
    const headers = ossV1('PUT', 'é');
    const reply = await send(emulator.url, { method: 'PUT', path: '/demo-bucket/a', headers });
    expect(reply.status).toBe(200);
  });
});

test('the name of a file is told by what reads the object', async () => {
  const disposition = `attachment; filename="${NAME}"`;
  const stored = { ...ossV1('PUT'), 'content-disposition': disposition };
  await sendRaw({ method: 'PUT', path: '/demo-bucket/a', headers: stored, body: 'x' });
  for (const method of ['GET', 'HEAD']) {
    const reply = await sendRaw({ method, path: '/demo-bucket/a', headers: ossV1(method) });
    expect([reply.status, givenBack(reply, 'content-disposition')]).toEqual([200, disposition]);
    expect(reply.headers['content-length']).toBe('1');
  }
});
