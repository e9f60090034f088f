import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { signatureV2, textToSignV4 } from '../../../src/emulator/http/mns/mns-signature.ts';

/** Vectors of the SDKs: the Node SDK's published one, and those made with the Java SDK's signer class. */
const DATE = 'Tue, 14 Nov 2023 22:13:20 GMT';
const headers = { date: DATE, 'content-type': 'text/xml;charset=UTF-8', 'x-mns-version': '2015-06-06' };
const DELETE = { method: 'DELETE', target: '/queues/demo-q/messages?ReceiptHandle=AB+c/d==', headers };
const GET = { method: 'GET', target: '/queues/demo-q/messages?waitseconds=10&numOfMessages=16', headers };

describe('MNS signature v2', () => {
  test('of the Node SDK', () => {
    const request = {
      method: 'PUT',
      target: '/',
      headers: {
        'content-md5': '574683b3684e3cff610afa155cc2506d',
        'content-type': 'text/xml',
        date: 'Tue, 11 Apr 2017 10:09:19 GMT',
        'x-mns-version': '2015-06-06',
      },
    };
    expect(signatureV2(request, request.headers.date, 'ACCESS_KEY_SECRET')).toBe(
      'A9zehggaYHHujmuRMxGIDrhWwx8=',
    );
  });

  test.each([
    [DELETE, 'YfpkT1C+RCPehvtZDk+4ZNVnjHc='],
    [GET, 'fMhFQAncsV2TxNrZYR0YePBpQGE='],
  ])('of the Java SDK: %o', (request, signature) => {
    expect(signatureV2(request, DATE, 'sk-demo')).toBe(signature);
  });
});

describe('MNS signature v4', () => {
  const steps = ['20231114', 'cn-hangzhou', 'mns', 'aliyun_v4_request'];
  const sign = (text: string) => {
    let key: string | Buffer = 'aliyun_v4sk-demo';
    for (const one of steps) key = createHmac('sha256', key).update(one).digest();
    return createHmac('sha256', key).update(text).digest('hex');
  };

  test.each([
    [DELETE, 'f8a1a1518838eeac1daf5a1b26e0b860a61a7a883c4ab6a178e52bf44801c4ee'],
    [GET, 'd319660657ad3c20fe77abce5d22470fe60f25c148d48b9f521078aa8d080a0d'],
  ])('of the Java SDK: %o', (request, signature) => {
    expect(sign(textToSignV4(request, '20231114T221320Z', steps))).toBe(signature);
  });
});
