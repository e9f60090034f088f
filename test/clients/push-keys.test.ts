import { generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { downloadCertificate } from '../../src/clients/certificate-download.ts';
import { keyAt, keyOfPem, serviceKeys } from '../../src/clients/push-keys.ts';

const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
const pem = String(rsa.export({ type: 'spki', format: 'pem' }));
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
  type: 'spki',
  format: 'pem',
});
const header = (name: string) =>
  Buffer.from(`https://mnstest.oss-cn-hangzhou.aliyuncs.com/${name}.pem`).toString('base64');

function downloads(answer: (url: string) => string | Promise<string> = () => pem) {
  const urls: string[] = [];
  let nowMs = 0;
  return {
    urls,
    later: (ms: number) => {
      nowMs += ms;
    },
    options: {
      now: () => nowMs,
      download: async (url: string) => {
        urls.push(url);
        return answer(url);
      },
    },
  };
}

describe('a key in PEM', () => {
  it.each([
    ['an RSA key', pem, true],
    ['an EC key', String(ec), false],
    ['two certificates', '-----BEGIN CERTIFICATE-----\n-----BEGIN CERTIFICATE-----\n', false],
    ['nothing', '', false],
  ])('%s', (_, text, isKey) => {
    expect(keyOfPem(text) !== undefined).toBe(isKey);
  });
});

describe("the service's keys", () => {
  it('are fetched once for each URL, however many pushes name it at once', async () => {
    const { urls, options } = downloads();
    const keys = serviceKeys(options);
    const found = await Promise.all([keys.find(header('a')), keys.find(header('a')), keys.find(header('b'))]);
    expect(found.map(({ kind }) => kind)).toEqual(['key', 'key', 'key']);
    expect(urls).toHaveLength(2);
  });

  it('are not fetched from elsewhere', async () => {
    const { urls, options } = downloads();
    const elsewhere = Buffer.from('https://example.com/a.pem').toString('base64');
    expect(await serviceKeys(options).find(elsewhere)).toMatchObject({ kind: 'refused' });
    expect(urls).toEqual([]);
  });

  it('are tried again after a failure, but eight times a minute at most', async () => {
    const { urls, options, later } = downloads(() => Promise.reject(new Error('no route')));
    const keys = serviceKeys(options);
    for (let name = 0; name < 20; name++) {
      expect(await keys.find(header(`${name}`))).toMatchObject({ kind: 'unavailable' });
    }
    expect(urls).toHaveLength(8);
    later(60_000);
    expect(await keys.find(header('0'))).toMatchObject({ reason: expect.stringContaining('no route') });
    expect(urls).toHaveLength(9);
  });

  it('are kept in a bounded number', async () => {
    const { urls, options, later } = downloads();
    const keys = serviceKeys(options);
    for (let name = 0; name < 9; name++) {
      later(60_000);
      await keys.find(header(`${name}`));
    }
    await keys.find(header('8'));
    expect(urls).toHaveLength(9);
    later(60_000);
    await keys.find(header('0'));
    expect(urls).toHaveLength(10);
  });
});

it('the key of a configured sender is asked for again when it may have changed, not at each doubt', async () => {
  const { urls, options, later } = downloads();
  const keys = keyAt('http://127.0.0.1:1/cert.pem', options);
  await keys.find('whatever');
  await keys.again?.();
  expect(urls).toHaveLength(1);
  later(1000);
  await keys.again?.();
  await keys.find('whatever');
  expect(urls).toEqual(['http://127.0.0.1:1/cert.pem', 'http://127.0.0.1:1/cert.pem']);
});

describe('the download', () => {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });
  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${Object(server.address()).port}/cert.pem`;
  }

  it('gives the text', async () => {
    const url = await serve((_, response) => response.end(pem));
    expect(await downloadCertificate(url)).toBe(pem);
  });

  it.each([
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' }, body: pem }, /status 302/],
    ['no 200', { status: 404, headers: {}, body: pem }, /status 404/],
    ['too much', { status: 200, headers: {}, body: 'x'.repeat(16 * 1024 + 1) }, /more than 16384 bytes/],
  ])('refuses %s', async (_, { status, headers, body }, reason) => {
    const url = await serve((_request, response) => response.writeHead(status, headers).end(body));
    await expect(downloadCertificate(url)).rejects.toThrow(reason);
  });
});
