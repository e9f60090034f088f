import { describe, expect, it } from 'vitest';
import type { Credentials } from '../../src/clients/credentials.ts';
import { createMnsSigner, type Unsigned } from '../../src/clients/mns-signer.ts';

const POLL: Unsigned = {
  method: 'GET',
  resource: '/queues/q/messages?numOfMessages=16',
  body: Buffer.alloc(0),
  headers: {},
};

function signer() {
  const state = { now: 0, key: { accessKeyId: 'id', accessKeySecret: 'one' } as Credentials };
  const sign = createMnsSigner({
    endpoint: 'http://1.mns.example.com',
    accountId: '1',
    credentials: async () => state.key,
    now: () => state.now,
  });
  return { state, sign: async (request: Unsigned) => ({ ...(await sign(request)) }) };
}

describe('signing', () => {
  it('is the same within a second and new in the next', async () => {
    const { state, sign } = signer();
    const first = await sign(POLL);
    state.now = 999;
    expect(await sign(POLL)).toEqual(first);
    state.now = 1000;
    const next = await sign(POLL);
    expect(next['authorization']).not.toBe(first['authorization']);
    expect(next['date']).toBe('Thu, 01 Jan 1970 00:00:01 GMT');
  });

  it.each<[string, Partial<Unsigned>]>([
    ['another resource', { resource: '/queues/r/messages' }],
    ['another method', { method: 'DELETE' }],
    ['a body', { method: 'PUT', body: Buffer.from('<a/>') }],
    ['a header of its own', { headers: { 'x-mns-extra': '1' } }],
  ])('is new for %s, whatever was signed just before', async (_, change) => {
    const { sign } = signer();
    const first = await sign(POLL);
    const other = await sign({ ...POLL, ...change });
    expect(other['authorization']).not.toBe(first['authorization']);
    expect(await signer().sign({ ...POLL, ...change })).toEqual(other);
  });

  it('follows credentials that change within a second', async () => {
    const { state, sign } = signer();
    const first = await sign(POLL);
    state.key = { accessKeyId: 'id', accessKeySecret: 'two', securityToken: 'token' };
    const next = await sign(POLL);
    expect(next['authorization']).not.toBe(first['authorization']);
    expect(next['security-token']).toBe('token');
  });
});
