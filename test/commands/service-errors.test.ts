/** What the services refuse reaches people as one line with the request id, and one with what to do. */
import { afterEach, describe, expect, it } from 'vitest';
import { type StubAnswer, type StubServer, startStub } from '../clients/stub-server.ts';
import { runProgram } from '../support/run-program.ts';

let stub: StubServer | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});

const json = (status: number, Code: string): StubAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ RequestId: 'R-1', HostId: 'h', Code, Message: 'It is\n so.', Recommend: '' }),
});
const empty: StubAnswer = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ RequestId: 'R-0', Success: true, Code: 200, Data: { PageData: [], Pages: 1 } }),
};

/** Lists no rules, makes every topic, and refuses the rule. */
async function create(refusal: StubAnswer, ...more: string[]) {
  stub = await startStub(({ headers, method }) => {
    const action = headers['x-acs-action'];
    if (action === 'ListEventRules') return empty;
    if (action === 'CreateEventRule') return refusal;
    return method === 'PUT' ? { status: 201 } : { status: 204 };
  });
  const env = { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: stub.endpoint };
  return runProgram(['rule', 'create', 'movies', '--bucket', 'night', '--event', 'PutObject', ...more], {
    env,
    system: { sleep: async () => {} },
  });
}

describe('a refusal of the rule API', () => {
  it.each([
    ['quota', json(409, 'QuotaExceeded'), 6, /delete one/],
    ['duplicate', json(409, 'EventRuleAlreadyExist'), 6, /choose another name/],
    ['overlap', json(409, 'EventRuleOverlap'), 6, /rule check --against-live/],
    ['no permission', json(403, 'NoPermission'), 4, /mns:PutEventNotifications/],
    ['throttled', json(429, 'Throttling.User'), 1, /slow down/],
    ['5xx', json(503, 'ServiceUnavailable'), 1, /try again/],
    ['an unknown code', json(400, 'SomethingNew'), 1, undefined],
  ])('%s', async (_, refusal, status, remedy) => {
    const { status: found, stdout, stderr } = await create(refusal);
    const [cause, hint, ...rest] = stderr.trimEnd().split('\n');
    expect([found, stdout, rest]).toEqual([status, '', []]);
    expect(cause).toMatch(/^error: \w.*: It is so\.( \(tried 5 times\))? \(request id R-1\)$/);
    if (remedy) expect(hint).toMatch(remedy);
    const asJson = await create(refusal, '-o', 'json');
    expect(JSON.parse(asJson.stderr).error).toMatchObject({
      requestId: 'R-1',
      message: expect.stringContaining('It is so.'),
    });
  });

  it('removes again what it had made', async () => {
    await create(json(409, 'QuotaExceeded'));
    expect(stub?.requests.map(({ method }) => method)).toContain('DELETE');
  });
});

describe('a service that is not opened, or a permission that lacks', () => {
  const refusing = async (argv: readonly string[], answer: (method: string) => StubAnswer) => {
    stub = await startStub(({ headers, method }) => (headers['x-acs-action'] ? empty : answer(method)));
    const env = { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: stub.endpoint };
    return runProgram(argv, { env, system: { sleep: async () => {} } });
  };
  const mns = (code: string): StubAnswer => ({
    status: 403,
    headers: { 'content-type': 'text/xml' },
    body: `<Error><Code>${code}</Code><Message>no</Message><RequestId>R-2</RequestId></Error>`,
  });

  it('is told by rule list', async () => {
    stub = await startStub(() => json(403, 'Account.NotOpen'));
    const env = { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: stub.endpoint };
    expect(await runProgram(['rule', 'list'], { env })).toMatchObject({
      status: 4,
      stderr: expect.stringContaining(
        'hint: open Simple Message Queue (MNS) once in the console of the account\n',
      ),
    });
  });

  it.each([
    ['mns:CreateTopic', (method: string) => (method === 'PUT' ? mns('AccessDenied') : { status: 204 })],
  ])('names %s', async (action, answer) => {
    const argv = ['rule', 'create', 'movies', '--bucket', 'night', '--event', 'PutObject'];
    const { status, stderr } = await refusing(argv, answer);
    expect([status, stderr]).toEqual([4, expect.stringContaining(`grant the RAM action ${action},`)]);
  });

  it.each([
    ['PUT', '/topics/t/subscriptions/s', 'mns:Subscribe'],
    ['DELETE', '/topics/t/subscriptions/s', 'mns:Unsubscribe'],
    ['GET', '/topics/t/subscriptions', 'mns:ListSubscriptionByTopic'],
    ['GET', '/queues/q/messages?peekonly=true', 'mns:PeekMessage'],
    ['GET', '/queues/q/messages?waitseconds=3', 'mns:ReceiveMessage'],
    ['GET', '/elsewhere', undefined],
  ])('knows what %s %s takes', async (method, resource, action) => {
    const { mnsActionOf } = await import('../../src/clients/mns-actions.ts');
    expect(mnsActionOf(method, resource)).toBe(action);
  });
});
