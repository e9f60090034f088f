import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { ks3TextToSign } from '../../../src/emulator/http/ks3/signature-v2.ts';
import { ks3CanonicalRequest } from '../../../src/emulator/http/ks3/signature-v4.ts';
import { Query } from '../../../src/emulator/http/query.ts';

const SECRET = 'SKEXAMPLEsecretSKEXAMPLEsecret0000000001';
const date = 'Tue, 02 Dec 2025 08:00:00 GMT';
const query = new Query('notification');

describe('KS3 signature V2', () => {
  test.each([
    ['GET', {}, 'cNvVzAzq/dqkPqJqE5azRWYpAXI='],
    ['DELETE', {}, 'KJQ4ybhewO0DRUMeIQvATBUiAPQ='],
    ['GET', { 'x-kss-security-token': 'TOK' }, '69P8FnZ/EpeDvfS5cAqlAbUFPyI='],
    [
      'PUT',
      { 'content-md5': 'DU998h8GHv+a1nDyXUoY6w==', 'content-type': 'application/json' },
      'xTIlLRgUOVkeD4QQiyXwziadqCE=',
    ],
  ])('%s with %o', (method, headers, signature) => {
    const text = ks3TextToSign({ method, headers, query }, { bucket: 'demo-bucket' }, date);
    expect(createHmac('sha1', SECRET).update(text).digest('base64')).toBe(signature);
  });
});

test('KS3 signature V4', () => {
  const empty = createHash('sha256').update('').digest('hex');
  const headers = {
    host: 'demo-bucket.ks3-rus.ksyuncs.com',
    'x-kss-content-sha256': empty,
    'x-kss-date': '20251202T080000Z',
  };
  const canonical = ks3CanonicalRequest(
    { method: 'GET', path: '/', query, headers },
    'host;x-kss-content-sha256;x-kss-date',
    empty,
  );
  const scope = ['20251202', 'RUSSIA', 'ks3', 'kss4_request'];
  let key: string | Buffer = `KSS4${SECRET}`;
  for (const step of scope) key = createHmac('sha256', key).update(step).digest();
  const hashed = createHash('sha256').update(canonical).digest('hex');
  const text = `KSS4-HMAC-SHA256\n20251202T080000Z\n${scope.join('/')}\n${hashed}`;
  expect(createHmac('sha256', key).update(text).digest('hex')).toBe(
    '2891dc8a0263993a055a8dd3e541ddd24f112f891dbf6b1148a4136a43d9b319',
  );
});
