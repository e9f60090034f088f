import { expect, it } from 'vitest';
import { pushCertificateUrl } from '../../src/domain/push-certificate-url.ts';

const read = (url: string) => pushCertificateUrl(Buffer.from(url).toString('base64'));
const OURS = 'mnstest.oss-cn-hangzhou.aliyuncs.com';

it.each([
  [`https://${OURS}/x509_public_certificate.pem`, `https://${OURS}/x509_public_certificate.pem`],
  [`http://${OURS}/x.pem`, `https://${OURS}/x.pem`],
  [
    'https://MNS-cert.oss-cn-Shanghai.aliyuncs.com/a/b.pem',
    'https://mns-cert.oss-cn-shanghai.aliyuncs.com/a/b.pem',
  ],
  [`https://${OURS}:443/x.pem`, `https://${OURS}/x.pem`],
])('%s is fetched as %s', (given, url) => {
  expect(read(given)).toEqual({ ok: true, url });
});

it.each([
  'https://evil.oss-cn-hangzhou.aliyuncs.com/x.pem',
  `https://${OURS}.example.com/x.pem`,
  `https://example.com/${OURS}/x.pem`,
  `https://x.${OURS}/x.pem`,
  `https://${OURS}@example.com/x.pem`,
  `https://user@${OURS}/x.pem`,
  `https://user:pw@${OURS}/x.pem`,
  `https://${OURS}:8443/x.pem`,
  `https://${OURS}/x.pem?a=b`,
  `https://${OURS}/x.pem?`,
  `https://${OURS}/x.pem#`,
  `https://${OURS}./x.pem`,
  `ftp://${OURS}/x.pem`,
  `file:///${OURS}/x.pem`,
  'http://127.0.0.1:4586/_emulator/push-certificate.pem',
  'http://169.254.169.254/latest/meta-data',
  'https://mns-cert.oss-us-east-1.aliyuncs.com/x.pem',
  'https://mns-cert.oss-cn-.aliyuncs.com.evil.com/x.pem',
  'https://mns-cert.oss-cn-a.b.aliyuncs.com/x.pem',
  `https://${OURS}/${'x'.repeat(512)}`,
  'no url',
  '',
])('%s is not fetched', (given) => {
  expect(read(given)).toMatchObject({ ok: false, reason: expect.stringMatching(/\w/) });
});

it('what is no Base64 is not fetched', () => {
  expect(pushCertificateUrl(`https://${OURS}/x.pem`)).toMatchObject({ ok: false });
});
