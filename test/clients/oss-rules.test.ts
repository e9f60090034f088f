import { createHash, createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createOssRules } from '../../src/clients/oss-rules.ts';
import type { NewRule, Rules } from '../../src/clients/rules.ts';
import { type SeenRequest, type StubAnswer, type StubServer, startStub } from './stub-server.ts';

let stub: StubServer | undefined;
let log: string[] = [];

afterEach(async () => {
  await stub?.close();
  stub = undefined;
  log = [];
});

async function open(
  answer: (request: SeenRequest, parameters: URLSearchParams) => StubAnswer,
  securityToken?: string,
): Promise<{ rules: Rules; requests: SeenRequest[] }> {
  stub = await startStub((request) => answer(request, parametersOf(request)));
  const credentials = {
    accessKeyId: 'ak',
    accessKeySecret: 'sk-demo',
    ...(securityToken && { securityToken }),
  };
  const rules = createOssRules({
    endpoint: stub.endpoint,
    region: 'cn-hangzhou',
    credentials: async () => credentials,
    newToken: () => 'token-1',
    log: (line) => log.push(line),
    now: () => 0,
  });
  return { rules, requests: stub.requests };
}

function parametersOf(request: SeenRequest | undefined): URLSearchParams {
  return new URL(request?.url ?? '', 'http://host').searchParams;
}

function success(data?: unknown): StubAnswer {
  const body = { RequestId: 'R1', Code: 200, Status: 'Success', Message: 'operation success', Success: true };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ ...body, Data: data }) };
}

function refusal(status: number, Code: string): StubAnswer {
  const body = JSON.stringify({ RequestId: 'R2', HostId: 'h', Code, Message: 'It is\n so.', Recommend: 'x' });
  return { status, headers: { 'content-type': 'application/json' }, body };
}

/** ACS3-HMAC-SHA256 as documented, computed apart from the SDK. */
function signatureOf({ url, headers }: SeenRequest): string {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const query = [...new URL(url, 'http://host').searchParams]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
  const names = Object.keys(headers)
    .filter((name) => name === 'host' || name === 'content-type' || name.startsWith('x-acs-'))
    .sort();
  const lines = names.map((name) => `${name}:${String(headers[name]).trim()}\n`).join('');
  const canonical = `POST\n/\n${query}\n${lines}\n${names.join(';')}\n${sha256('')}`;
  return createHmac('sha256', 'sk-demo')
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
}

const RULE: NewRule = {
  name: 'movies',
  bucket: 'night',
  events: ['ObjectCreated:*'],
  resources: [{ kind: 'pattern', prefix: "a b'(*)é/", suffix: '.mp3' }],
  endpoint: { type: 'topic', value: 'movies' },
};

describe('requests', () => {
  it('a creation, signed, everything in the query', async () => {
    const { rules, requests } = await open(() => success('movies'), 'sts');
    await rules.create(RULE);
    const [request] = requests;
    if (request === undefined) throw new Error('nothing was sent');
    expect(request.method).toBe('POST');
    expect(request.headers).toMatchObject({
      'x-acs-action': 'CreateEventRule',
      'x-acs-version': '2022-01-19',
    });
    expect(request.headers['x-acs-security-token']).toBe('sts');
    expect(request.headers.authorization).toContain(`Signature=${signatureOf(request)}`);
    expect(Object.fromEntries(parametersOf(request))).toEqual({
      ProductName: 'oss',
      RuleName: 'movies',
      EventTypes: '["ObjectCreated:*"]',
      MatchRules: '[[{"MatchState":true,"Prefix":"night/a b\'(*)é/","Suffix":".mp3"}]]',
      Endpoint: '{"EndpointType":"topic","EndpointValue":"movies"}',
      ClientToken: 'token-1',
    });
    expect(log).toEqual(['MNS-Open CreateEventRule -> 200 R1 0 ms']);
  });

  it('a list follows its pages', async () => {
    const { rules, requests } = await open((_request, parameters) => {
      const page = Number(parameters.get('PageNum'));
      const PageData = [{ RuleName: `r${page}`, EventTypes: [], MatchRules: [[{ Prefix: 'b/' }]] }];
      return success({ PageNum: page, PageSize: 50, Pages: 3, Size: 1, Total: 3, PageData });
    });
    expect((await rules.list()).map(({ name }) => name)).toEqual(['r1', 'r2', 'r3']);
    expect(requests.map((request) => parametersOf(request).get('PageSize'))).toEqual(['50', '50', '50']);
  });

  it.each([
    [{ PageNum: 1, Pages: 0, Total: 0, PageData: [] }],
    [{ PageNum: 1, Pages: 9, PageData: [] }],
    [undefined],
  ])('an empty list: %j', async (data) => {
    const { rules, requests } = await open(() => success(data));
    await expect(rules.list()).resolves.toEqual([]);
    expect(requests).toHaveLength(1);
  });

  it('a rule by name', async () => {
    const { rules, requests } = await open(() =>
      success({
        RuleName: 'movies',
        EventTypes: ['oss:ObjectCreated:All'],
        MatchRules: [[{ Prefix: 'night/' }]],
        TopicName: 't',
      }),
    );
    await expect(rules.get('movies')).resolves.toEqual({
      name: 'movies',
      bucket: 'night',
      events: ['ObjectCreated:*'],
      resources: [{ kind: 'pattern', prefix: '', suffix: '' }],
      topic: 't',
      subscriptions: [],
    });
    expect(requests[0]?.headers['x-acs-action']).toBe('GetEventRule');
  });

  it('a deletion', async () => {
    const { rules, requests } = await open(() => success());
    await expect(rules.delete('movies')).resolves.toBe('deleted');
    expect(requests[0]?.headers['x-acs-action']).toBe('DeleteEventRule');
  });
});

describe('failures', () => {
  it.each([
    [404, 'RESOURCE_NOT_FOUND'],
    [404, 'ResourceNotFound:TopicName'],
    [400, 'TopicNotExist'],
  ])('%i %s means that the rule is missing', async (status, code) => {
    const { rules } = await open(() => refusal(status, code));
    await expect(rules.get('movies')).resolves.toBeUndefined();
    await expect(rules.delete('movies')).resolves.toBe('missing');
    await expect(rules.create(RULE)).rejects.toMatchObject({ code, kind: 'not-found' });
  });

  it.each([
    [404, 'InvalidAccessKeyId.NotFound', 'authentication', /access key id/],
    [400, 'SignatureDoesNotMatch', 'authentication', /secret/],
    [403, 'NoPermission', 'authentication', /mns:PutEventNotifications/],
    [400, 'Throttling.User', 'failure', /slow down/],
    [409, 'RuleConflict', 'conflict', undefined],
  ])('%i %s', async (status, code, kind, hint) => {
    const { rules } = await open(() => refusal(status, code));
    const expected = {
      service: 'MNS-Open',
      code,
      status,
      kind,
      message: `${code}: It is so.`,
      requestId: 'R2',
    };
    await expect(rules.get('movies')).rejects.toMatchObject({
      ...expected,
      hint: hint === undefined ? undefined : expect.stringMatching(hint),
    });
  });

  it('a success that is none', async () => {
    const body = JSON.stringify({ RequestId: 'R3', Code: 'RuleOverlap', Message: 'no', Success: false });
    const { rules } = await open(() => ({ body }));
    await expect(rules.create(RULE)).rejects.toMatchObject({
      code: 'RuleOverlap',
      kind: 'conflict',
      requestId: 'R3',
    });
  });

  it.each([
    [502, '<html></html>'],
    [502, ''],
    [502, 'null'],
    [200, '<html></html>'],
    [200, '{}'],
  ])('a %i that is no answer of the rule API: %j', async (status, body) => {
    const { rules } = await open(() => ({ status, body }));
    await expect(rules.list()).rejects.toMatchObject({ service: 'MNS-Open', code: 'UnexpectedAnswer' });
  });

  it('a connection that is refused', async () => {
    const { rules } = await open(() => success());
    const endpoint = stub?.endpoint;
    await stub?.close();
    await expect(rules.list()).rejects.toMatchObject({
      service: 'MNS-Open',
      code: 'ECONNREFUSED',
      message: `${endpoint} refused the connection`,
    });
  });
});
