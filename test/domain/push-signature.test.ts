import { createHash, verify, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBodyOf, pushTextToSign } from '../../src/domain/push-signature.ts';

/** A 1024-bit key made for the documentation of this project; not the service's. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIICDjCCAXegAwIBAgIUdMbGj4EAIZnTBbdqO7nO+7gxrSAwDQYJKoZIhvcNAQEL
BQAwGTEXMBUGA1UEAwwOZXhhbXBsZS1ub3RpZnkwHhcNMjYxMTIxMjMwMjMwWhcN
MzYxMTE4MjMwMjMwWjAZMRcwFQYDVQQDDA5leGFtcGxlLW5vdGlmeTCBnzANBgkq
hkiG9w0BAQEFAAOBjQAwgYkCgYEA2XqaA9WAGmrYhykRstWnMEmUL5Jy+jKIQ415
hHh4J/9sxsbaEUF0Z9dv7n/qVoVWbAlLAsEUWR2DS4/aFRYEF6l3OjPbnhYf2so2
uoiFMtHSytmiDFXaFxgzcuR9EgCiPsVvRHAKscw0bqrwFDB6bAlgXeaORwVgQlEq
Bh8BwrMCAwEAAaNTMFEwHQYDVR0OBBYEFGypRQzVo4jXTsTxwnZLWwLr24OhMB8G
A1UdIwQYMBaAFGypRQzVo4jXTsTxwnZLWwLr24OhMA8GA1UdEwEB/wQFMAMBAf8w
DQYJKoZIhvcNAQELBQADgYEAxwFdkqL7qQWk8WMEy6bNV2phvCQwrcn/eOYFwgVF
MRPrySsmCfImYlN3B5FMF8KAAeLCjfsehHRVD4y/hJ0mcB+a/IfT7LCa+WOp6/k9
90lU8u8qTDB80ufJlLRpOO1QmBsdyE7NDy2czDbKegCF4U0JYvjyVSPW6g1yJGtr
n8Y=
-----END CERTIFICATE-----`;
const SIGNATURE =
  'nuVvE+igZuSEqMw45jWbskdqU83iZlBRuRPb73u8szieKnXqWzbPORY7G60Vgc1We48Dsh4jEe71LBNXYweAdMIpLdbrMgZymx970jEEjvX7qpK99Ey1EXuAwZ/9/fKJgLLupsAstVpIhN+pzPM5RyNFsHkjj7dYGI4KzyW2J1I=';
const BODY = 'eyJldmVudHMiOltdfQ==';
const PUSH = {
  method: 'POST',
  target: '/notifications?token=demo',
  headers: {
    'x-mns-version': '2015-06-06',
    'content-md5': 'A76BA720001F1409E12E0AE8F6819B82',
    'content-type': 'text/plain;charset=utf-8',
    date: 'Tue, 14 Nov 2023 22:13:20 GMT',
    authorization: SIGNATURE,
    host: 'example.com',
    'x-mns-topic-owner': '1234567890123456',
    'x-mns-topic-name': 'demo-topic',
    'x-mns-subscription-name': 'demo-sub',
    'x-mns-subscriber': '1234567890123456',
    'x-mns-message-id': '0123456789ABCDEF0123456789ABCDEF',
    'x-mns-publish-time': '1700000000000',
    'x-mns-request-id': '6553F100AAAAAAAAAAAAAAAA',
    'x-mns-signing-cert-url': 'aHR0cHM6Ly9tbnN0ZXN0Lm9zcy1jbi1oYW5nemhvdS5hbGl5dW5jcy5jb20vZXhhbXBsZS5wZW0=',
  },
};

describe('the text that a push signs', () => {
  const isSigned = (push: typeof PUSH) =>
    verify(
      'RSA-SHA1',
      Buffer.from(pushTextToSign(push)),
      new X509Certificate(CERTIFICATE).publicKey,
      Buffer.from(SIGNATURE, 'base64'),
    );

  it('is that of the vector', () => {
    expect(isSigned(PUSH)).toBe(true);
  });

  it.each([
    ['target', { ...PUSH, target: '/notifications' }],
    ['method', { ...PUSH, method: 'PUT' }],
    ['digest', { ...PUSH, headers: { ...PUSH.headers, 'content-md5': '' } }],
    ['topic', { ...PUSH, headers: { ...PUSH.headers, 'x-mns-topic-name': 'other' } }],
    ['more headers', { ...PUSH, headers: { ...PUSH.headers, 'x-mns-message-tag': 'red' } }],
  ])('is another one with another %s', (_, push) => {
    expect(isSigned(push)).toBe(false);
  });

  it('has an empty line for a header that did not come', () => {
    expect(pushTextToSign({ method: 'POST', target: '/', headers: {} })).toBe('POST\n\n\n\n/');
  });
});

describe('the digest of the body', () => {
  const hex = createHash('md5').update(BODY).digest('hex');
  it.each([
    hex,
    hex.toUpperCase(),
    ` ${hex} `,
    Buffer.from(hex).toString('base64'),
    Buffer.from(hex, 'hex').toString('base64'),
  ])('is known as %s', (text) => {
    expect(isBodyOf(text, Buffer.from(BODY))).toBe(true);
    expect(isBodyOf(text, Buffer.from(`${BODY} `))).toBe(false);
  });

  it('is of no use when it is no digest', () => {
    fc.assert(
      fc.property(fc.string(), fc.uint8Array(), (text, body) => {
        const digest = createHash('md5').update(body).digest();
        const known = [digest.toString('base64'), Buffer.from(digest.toString('hex')).toString('base64')];
        fc.pre(!known.includes(text) && text.toLowerCase() !== digest.toString('hex'));
        expect(isBodyOf(text, Buffer.from(body))).toBe(false);
      }),
    );
  });
});
