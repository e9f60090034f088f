import { expect, test } from 'vitest';
import { Outgoing } from '../../../src/emulator/http/push/outgoing.ts';

test.each([
  ['a URL that Node does not read', 'http://%ff@127.0.0.1:1/', {}],
  ['a header that no request can hold', 'http://127.0.0.1:1/', { 'x-tag': 'a\nb' }],
])('%s is a failure like any other', async (_, url, headers) => {
  const outgoing = new Outgoing({ anywhere: false });
  const result = await outgoing.send({ url, method: 'POST', headers, body: '' });
  expect(result).toMatchObject({ delivered: false, reply: '' });
  expect(result.outcome).toMatch(/malformed|Invalid character/);
  outgoing.close();
});
