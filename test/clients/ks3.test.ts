import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { ks3Host, ks3Url } from '../../src/clients/ks3-host.ts';
import { createKs3Objects } from '../../src/clients/ks3-objects.ts';
import { createKs3Rules } from '../../src/clients/ks3-rules.ts';
import { ks3Authorization } from '../../src/clients/ks3-signature.ts';
import type { NewRule } from '../../src/clients/rules.ts';
import { type SeenRequest, type StubAnswer, type StubServer, startStub } from './stub-server.ts';

const CREDENTIALS = {
  accessKeyId: 'AKEXAMPLE0000000001',
  accessKeySecret: 'SKEXAMPLEsecretSKEXAMPLEsecret0000000001',
};
const DATE = 'Tue, 02 Dec 2025 08:00:00 GMT';
const BODY =
  '{"Notifications":[{"RuleId":"photos_new","Method":"POST","Events":["ks3:ObjectCreated:PutObject"],"Resources":[{"Prefix":"photos/","Suffix":".jpg"}],"Destinations":[{"DestType":"Endpoint","CallbackUrl":"https://hooks.example.com/ks3?t=s3cr3t"}]}]}';

const RULE: NewRule = {
  name: 'photos_new',
  bucket: 'demo-bucket',
  events: ['ks3:ObjectCreated:PutObject'],
  resources: [{ kind: 'pattern', prefix: 'photos/', suffix: '.jpg' }],
  endpoint: { type: 'http', urls: ['https://hooks.example.com/ks3?t=s3cr3t'], method: 'POST' },
};

let stub: StubServer | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});

async function open(
  answer: (request: SeenRequest) => StubAnswer,
  sleep: () => Promise<void> = async () => {},
) {
  stub = await startStub(answer);
  const options = {
    host: ks3Host({ endpoint: stub.endpoint }),
    credentials: async () => CREDENTIALS,
    now: () => Date.parse(DATE),
  };
  return {
    rules: createKs3Rules({ ...options, bucket: 'demo-bucket', sleep, random: () => 0 }),
    objects: createKs3Objects(options),
    requests: stub.requests,
  };
}

/** A bucket's document: what is put is read back. */
function document(initial: string) {
  const state = { body: initial };
  const answer = ({ method, body }: SeenRequest): StubAnswer => {
    if (method === 'PUT') state.body = body;
    if (method === 'DELETE') state.body = '';
    return method === 'GET' ? { body: state.body } : { status: 200 };
  };
  return { state, answer };
}

const refusal = (status: number, code: string): StubAnswer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<Error><Code>${code}</Code><Message>It\n is so.</Message><Resource>/x</Resource><RequestId>R7</RequestId></Error>`,
});

describe('signature V2', () => {
  it.each([
    ['GET', {}, 'cNvVzAzq/dqkPqJqE5azRWYpAXI='],
    ['DELETE', {}, 'KJQ4ybhewO0DRUMeIQvATBUiAPQ='],
    ['GET', { 'x-kss-security-token': 'TOK' }, '69P8FnZ/EpeDvfS5cAqlAbUFPyI='],
    [
      'PUT',
      {
        'content-type': 'application/json',
        'content-md5': createHash('md5').update(BODY).digest('base64'),
      },
      'xTIlLRgUOVkeD4QQiyXwziadqCE=',
    ],
  ])('%s with %j', (method, headers, signature) => {
    const request = { method, bucket: 'demo-bucket', key: '', subresource: 'notification' };
    expect(ks3Authorization({ ...request, headers: { date: DATE, ...headers } }, CREDENTIALS)).toBe(
      `KSS AKEXAMPLE0000000001:${signature}`,
    );
  });
});

describe('hosts', () => {
  it.each([
    [{ region: 'RUSSIA' }, 'https://b.ks3-rus.ksyuncs.com/?notification'],
    [{ region: 'russia', network: 'internal' }, 'https://b.ks3-rus-internal.ksyuncs.com/?notification'],
    [{ endpoint: 'http://127.0.0.1:9' }, 'http://127.0.0.1:9/b/?notification'],
    [{ endpoint: 'https://ks3-cn-x.ksyuncs.com' }, 'https://b.ks3-cn-x.ksyuncs.com/?notification'],
  ])('%j', (place, url) => {
    expect(ks3Url(ks3Host(place), 'b', '?notification')).toBe(url);
  });

  it.each([[{}], [{ region: 'NINGXIA' }]])('never guesses: %j', (place) => {
    expect(() => ks3Host(place)).toThrow(/region/);
  });
});

describe('the rules of a bucket', () => {
  it('sends the documented document, signed, with the bare subresource', async () => {
    const { answer } = document('{}');
    const { rules, requests } = await open(answer);
    await rules.create(RULE);
    const put = requests.find(({ method }) => method === 'PUT');
    expect(put).toMatchObject({
      url: '/demo-bucket/?notification',
      body: BODY,
      headers: {
        'content-type': 'application/json',
        'content-md5': 'DU998h8GHv+a1nDyXUoY6w==',
        authorization: 'KSS AKEXAMPLE0000000001:xTIlLRgUOVkeD4QQiyXwziadqCE=',
      },
    });
    const get = requests.find(({ method }) => method === 'GET');
    expect(get?.headers).not.toHaveProperty('content-type');
    expect(get?.headers.authorization).toBe('KSS AKEXAMPLE0000000001:cNvVzAzq/dqkPqJqE5azRWYpAXI=');
  });

  it('keeps every other rule as it is, unknown members included', async () => {
    const other = {
      RuleId: 'other',
      Events: ['ks3:New:Thing'],
      Resources: [{ Prefix: 'x' }],
      Later: { a: [1] },
      Report: { Enabled: 'true', Bucket: 'r' },
    };
    const { state, answer } = document(JSON.stringify({ Version: 2, Notifications: [other] }));
    const { rules } = await open(answer);
    await rules.create(RULE);
    expect(JSON.parse(state.body)).toEqual({
      Version: 2,
      Notifications: [other, JSON.parse(BODY).Notifications[0]],
    });
    expect(await rules.delete('photos_new')).toBe('deleted');
    expect(JSON.parse(state.body)).toEqual({ Version: 2, Notifications: [other] });
    expect(await rules.delete('photos_new')).toBe('missing');
  });

  it('sends the events behind a category, and clears the document with the last rule', async () => {
    const { state, answer } = document('');
    const { rules, requests } = await open(answer);
    await rules.create({ ...RULE, events: ['ks3:ObjectRemoved:*'] });
    expect(JSON.parse(state.body).Notifications[0].Events).toEqual([
      'ks3:ObjectRemoved:DeleteObject',
      'ks3:ObjectRemoved:Lifecycle',
      'ks3:ObjectRemoved:Retention',
    ]);
    await rules.delete('photos_new');
    expect(requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });

  it.each(['', '{}', '{"Notifications":null}', '{"Notifications":[]}'])('no rules: %j', async (body) => {
    const { rules } = await open(() => ({ body }));
    expect(await rules.list()).toEqual([]);
  });

  it('takes a missing configuration for no rules, and a missing bucket for an error', async () => {
    let code = 'NoSuchNotification';
    const { rules } = await open(() => refusal(404, code));
    expect(await rules.list()).toEqual([]);
    code = 'NoSuchBucket';
    await expect(rules.list()).rejects.toMatchObject({ kind: 'not-found', requestId: 'R7' });
  });

  it.each([
    [403, 'SignatureDoesNotMatch', 'authentication', /secret key is wrong/],
    [403, 'AccessDenied', 'authentication', /ks3:PutBucketNotification/],
    [403, 'RequestTimeTooSkewed', 'authentication', /clock/],
    [400, 'TooManyRules', 'failure', /ten rules/],
    [503, 'SlowDown', 'failure', /slow down/],
    [500, 'InternalError', 'failure', /try again/],
  ])('%i %s is one line with request id and remedy', async (status, code, kind, hint) => {
    const { rules } = await open(() => refusal(status, code));
    await expect(rules.list()).rejects.toMatchObject({
      service: 'KS3',
      kind,
      message: `${code}: It is so.${status >= 500 ? ' (tried 5 times)' : ''}`,
      requestId: 'R7',
      hint: expect.stringMatching(hint),
    });
  });

  it('says what a page of a front end says', async () => {
    const { rules } = await open(() => ({ status: 502, body: '<html><title>Bad Gateway</title></html>' }));
    await expect(rules.list()).rejects.toMatchObject({
      message: expect.stringContaining("502 that is not KS3's: Bad Gateway"),
    });
  });
});

describe('two writers at once', () => {
  const theirs = {
    RuleId: 'theirs',
    Method: 'POST',
    Events: ['ks3:ObjectRemoved:DeleteObject'],
    Resources: [{ Prefix: 'b/', Suffix: '' }],
    Destinations: [],
  };

  it('stops when the rules are not those of the plan, and writes nothing', async () => {
    const { answer } = document(JSON.stringify({ Notifications: [theirs] }));
    const { rules, requests } = await open(answer);
    const change = rules.changeTogether?.({ expected: [], remove: [], add: [RULE] });
    await expect(change).rejects.toMatchObject({ kind: 'conflict', code: 'changed-meanwhile' });
    expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('puts its rule back where a writer who had read before it wrote after it, and keeps theirs', async () => {
    const { state, answer } = document('');
    let overwritten = false;
    const { rules } = await open(answer, async () => {
      if (!overwritten) state.body = JSON.stringify({ Notifications: [theirs] });
      overwritten = true;
    });
    expect(await rules.changeTogether?.({ remove: [], add: [RULE] })).toEqual({ kind: 'repaired' });
    expect(JSON.parse(state.body).Notifications.map(({ RuleId }: { RuleId: string }) => RuleId)).toEqual([
      'theirs',
      'photos_new',
    ]);
  });

  it('does not fight over one rule', async () => {
    const { state, answer } = document('');
    const { rules } = await open(answer, async () => {
      state.body = state.body.replace('photos/', 'pictures/');
    });
    await expect(rules.changeTogether?.({ remove: [], add: [RULE] })).rejects.toMatchObject({
      code: 'changed-by-others',
    });
    expect(state.body).toContain('pictures/');
  });
});

describe('objects', () => {
  it('reads what KS3 says of the delivery', async () => {
    const status = (text: string) => ({ 'x-kss-eventBridge-status': Buffer.from(text).toString('base64') });
    const answers: Record<string, StubAnswer> = {
      PUT: { headers: status('Code: Success') },
      DELETE: { status: 204, headers: status('Code: Fail') },
    };
    const { objects, requests } = await open(({ method }) => answers[method] ?? {});
    expect(await objects.putObject('demo-bucket', 'a b/ü', Buffer.from('x'))).toEqual({ eventStatus: 'Ok' });
    expect(requests[0]?.url).toBe('/demo-bucket/a%20b/%C3%BC');
    expect(await objects.deleteObject('demo-bucket', 'k')).toEqual({ eventStatus: 'Fail' });
  });
});
