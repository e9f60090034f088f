/** OSS and KS3 take the digest as its RFC has it; what only MNS takes must not pass as if it were right everywhere. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../../src/emulator/index.ts';
import { sendKs3 } from '../support/ks3-wire.ts';
import { sendOss } from '../support/oss-wire.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

const rules = JSON.stringify({ Notifications: [] });
const CALLS = {
  'an object for OSS': (md5: string) =>
    sendOss(emulator.url, {
      method: 'PUT',
      path: '/demo-bucket/a',
      body: rules,
      headers: { 'content-md5': md5 },
    }),
  'an object for KS3': (md5: string) => ks3('/a', md5),
  'rules of KS3': (md5: string) => ks3('/?notification', md5),
};
const ks3 = (path: string, md5: string) =>
  sendKs3(emulator.url, 'demo-bucket', { method: 'PUT', path, body: rules, headers: { 'content-md5': md5 } });

describe.each(Object.entries(CALLS))('%s', (_, put) => {
  const digest = createHash('md5').update(rules).digest();
  const other = createHash('md5').update('other').digest('base64');

  test.each([
    ['Base64 of the digest', digest.toString('base64'), 200],
    ['Base64 of its hex form', Buffer.from(digest.toString('hex')).toString('base64'), 400],
    ['its hex form', digest.toString('hex'), 400],
    ['Base64 without its end', digest.toString('base64').slice(0, -2), 400],
    ['the digest of another body', other, 400],
    ['no digest', 'AAAA', 400],
  ])('with %s', async (__, md5, status) => {
    const reply = await put(md5);
    expect(reply.status).toBe(status);
    if (status === 400) expect(reply.body).toContain('<Code>InvalidDigest</Code>');
  });
});
