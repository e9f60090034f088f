import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseYaml } from '../../../src/commands/yaml-documents.ts';
import { encodeToken, secretYaml } from '../../../src/domain/token.ts';
import { inspectToken } from '../../../src/domain/token-inspection/inspect-token.ts';

const SECRET = 'Sk9mXq2Lr7Tz4WvBn8Ec1YhUj5AoPd';
const URL_OK = 'https://1234567890123456.mns.cn-shanghai.aliyuncs.com/';
const CONTENT = { url: URL_OK, accessKeyId: 'LTAI5tExampleKeyId', accessKeySecret: SECRET };
const TOKEN = encodeToken(CONTENT);
const JSON_TEXT = JSON.stringify(CONTENT);

function inspect(input: string | Uint8Array, options: { key?: string; anyUrl?: boolean } = {}) {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  return inspectToken(bytes, { key: 'mns', parseYaml, ...options });
}

function base64(text: string, encoding: BufferEncoding = 'utf8'): string {
  return Buffer.from(text, encoding).toString('base64');
}

function without(member: keyof typeof CONTENT, instead: Record<string, unknown> = {}): string {
  const { [member]: _left, ...rest } = CONTENT;
  return base64(JSON.stringify({ ...rest, ...instead }));
}

/** As GNU base64 prints it. */
function wrapped(token: string): string {
  return (token.match(/.{1,76}/g) ?? []).join('\n');
}

function secret(
  body: string,
  head = 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: mnsoss-secret\ntype: Opaque\n',
): string {
  return `${head}${body}`;
}

const CLEAN: Record<string, string> = {
  'a token': TOKEN,
  'a token with a final line feed': `${TOKEN}\n`,
  'a token with CRLF at its end': `${TOKEN}\r\n`,
  'the Secret of token --secret': secretYaml({
    name: 'mnsoss-secret',
    namespace: 'prod',
    key: 'mns',
    token: TOKEN,
  }),
  'a Secret as JSON': JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    data: { mns: TOKEN },
  }),
  'bare JSON under stringData': secret(`stringData:\n  mns: '${JSON_TEXT}'\n`),
  'a Secret among other documents': `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: a\n---\n${secret(`data:\n  mns: ${TOKEN}\n`)}`,
  'a Secret within a List': JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { mns: TOKEN } }],
  }),
};

describe('inspectToken: clean', () => {
  it.each(Object.entries(CLEAN))('%s', (_name, input) => {
    const { findings, content } = inspect(input);
    expect(findings).toEqual([]);
    expect(content).toEqual({
      ...CONTENT,
      accessKeyId: 'LTAI5t…eyId',
      accessKeySecret: '******** (30 characters)',
    });
  });

  it('the sample of the documentation, white space and placeholders noted', () => {
    const sample =
      'eyAidXJsIjoiaHR0cHM6Ly94eHh4Lm1ucy5jbi1zaGFuZ2hhaS5hbGl5dW5jcy5jb20vIiwgImFjY2Vzc0tleUlkIjoieHh4IiwiYWNjZXNzS2V5U2VjcmV0IjoieHgiIH0K';
    const { findings, notes, content } = inspect(sample);
    expect(findings).toEqual([]);
    expect(notes).toHaveLength(2);
    expect(content).toMatchObject({ url: 'https://xxxx.mns.cn-shanghai.aliyuncs.com/', accessKeyId: 'xxx' });
  });

  it('says where in the manifest the token stands', () => {
    const yaml = secretYaml({ name: 'a', namespace: 'prod', key: 'token', token: TOKEN });
    expect(inspect(yaml, { key: 'token' })).toMatchObject({
      form: 'secret',
      secret: { name: 'a', namespace: 'prod', key: 'token', field: 'data' },
      findings: [],
    });
  });

  it('any token that this program writes', () => {
    const text = fc.string({ minLength: 1 }).filter((each) => /^\S+$/.test(each));
    fc.assert(
      fc.property(text, text, (rest, accessKeySecret) => {
        const accessKeyId = `LTAI${rest}`;
        fc.pre(!accessKeySecret.startsWith('LTAI'));
        expect(inspect(encodeToken({ url: URL_OK, accessKeyId, accessKeySecret })).findings).toEqual([]);
      }),
    );
  });
});

const MANGLED: [string, string | Uint8Array, readonly string[]][] = [
  ['wrapped by GNU base64', wrapped(TOKEN), ['wrapped']],
  ['wrapped with CRLF', wrapped(TOKEN).replaceAll('\n', '\r\n'), ['wrapped']],
  ['wrapped, then folded to a blank', wrapped(TOKEN).replaceAll('\n', ' '), ['wrapped']],
  [
    'wrapped in a Secret, second line indented',
    secret(`data:\n  mns: ${wrapped(TOKEN).replaceAll('\n', '\n    ')}\n`),
    ['wrapped'],
  ],
  [
    'wrapped in a Secret, second line at column 0',
    secret(`data:\n  mns: ${wrapped(TOKEN)}\n`),
    ['bad-yaml', 'wrapped'],
  ],
  [
    'wrapped in a block',
    secret(`data:\n  mns: |\n    ${wrapped(TOKEN).replaceAll('\n', '\n    ')}\n`),
    ['wrapped'],
  ],
  ['encoded twice', base64(TOKEN), ['double-base64']],
  ['encoded twice, with a line feed between', base64(`${TOKEN}\n`), ['double-base64']],
  ['wrapped, then encoded again', base64(`${wrapped(TOKEN)}\n`), ['double-base64']],
  ['encoded three times', base64(base64(TOKEN)), ['double-base64']],
  ['the token under stringData', secret(`stringData:\n  mns: ${TOKEN}\n`), ['double-base64']],
  ['bare JSON', JSON_TEXT, ['not-encoded']],
  ['bare JSON under data', secret(`data:\n  mns: '${JSON_TEXT}'\n`), ['not-encoded']],
  [
    'a secret with the line feed of its file',
    without('accessKeySecret', { accessKeySecret: `${SECRET}\n` }),
    ['blank-in-field'],
  ],
  ['a URL with a blank', without('url', { url: ` ${URL_OK}` }), ['blank-in-field']],
  ['no secret', without('accessKeySecret'), ['missing-field']],
  [
    'a member in other letters',
    without('accessKeyId', { AccessKeyID: CONTENT.accessKeyId }),
    ['missing-field'],
  ],
  [
    'the secret under another name',
    without('accessKeySecret', { secretAccessKey: SECRET }),
    ['missing-field'],
  ],
  ['an empty key id', without('accessKeyId', { accessKeyId: '' }), ['empty-field']],
  ['an empty URL, as in copies of the documentation', without('url', { url: '' }), ['bad-mns-url']],
  ['an IP address as URL', without('url', { url: 'http://127.0.0.1:4586' }), ['bad-mns-url']],
  ['a number as secret', without('accessKeySecret', { accessKeySecret: 12 }), ['not-a-string']],
  [
    'id and secret exchanged',
    without('url', { url: URL_OK, accessKeyId: SECRET, accessKeySecret: 'LTAI5tExampleKeyId' }),
    ['swapped-keys'],
  ],
  ['the secret as id', without('accessKeyId', { accessKeyId: SECRET }), ['unlikely-id']],
  [
    'the secret as id, and no secret',
    base64(JSON.stringify({ url: URL_OK, accessKeyId: SECRET })),
    ['missing-field', 'unlikely-id'],
  ],
  [
    'the secret as id, and another text as secret',
    without('accessKeyId', { accessKeyId: SECRET, accessKeySecret: 'abc' }),
    ['unlikely-id'],
  ],
  ['the secret as a name', without('accessKeySecret', { [SECRET]: '' }), ['missing-field']],
  [
    'the secret as password of the URL',
    without('url', { url: `https://u:${SECRET}@1.mns.cn-shanghai.aliyuncs.com/` }),
    ['bad-mns-url'],
  ],
  ['the secret in the query of the URL', without('url', { url: `${URL_OK}?a=${SECRET}` }), ['bad-mns-url']],
  [
    'a secret with a blank in it',
    without('accessKeySecret', { accessKeySecret: 'Sk9mXq2Lr7Tz4WvBn8E c1YhUj5AoPd' }),
    ['blank-in-field'],
  ],
  ['text behind the JSON', base64(`${JSON_TEXT} and more`), ['trailing-text']],
  ['the JSON twice', base64(`${JSON_TEXT}\n${JSON_TEXT}\n`), ['trailing-text']],
  ['an assignment', `mns=${TOKEN}`, ['not-base64']],
  ['two tokens', `${base64(`${JSON_TEXT} `.padEnd(200))}\n${TOKEN}`, ['not-base64']],
  ['an empty entry', secret("data:\n  mns: ''\n"), ['empty']],
  ['temporary credentials', without('accessKeyId', { accessKeyId: 'STS.abc' }), ['temporary-credentials']],
  ['the entry under another key', secret(`data:\n  token: ${TOKEN}\n`), ['wrong-key']],
  ['the entry in capitals', secret(`data:\n  MNS: ${TOKEN}\n  other: YQ==\n`), ['wrong-key']],
  ['no entry at all', secret('data:\n  a: YQ==\n  b: YQ==\n'), ['wrong-key']],
  ['a ConfigMap', secret(`data:\n  mns: ${TOKEN}\n`).replace('Secret', 'ConfigMap'), ['not-a-secret']],
  ['a wrong version', secret(`data:\n  mns: ${TOKEN}\n`).replace('v1', 'v1beta1'), ['bad-api-version']],
  ['cut off, by four', TOKEN.slice(0, -24), ['truncated']],
  ['cut off within the Base64', TOKEN.slice(0, -15), ['truncated']],
  ['its beginning lost', TOKEN.slice(12), ['truncated']],
  ['its beginning lost, out of step', TOKEN.slice(7), ['not-text']],
  [
    'without its padding',
    base64(`${JSON_TEXT} `.padEnd(JSON_TEXT.length + ((4 - (JSON_TEXT.length % 3)) % 3 || 3))).replace(
      /=+$/,
      '',
    ),
    ['missing-padding'],
  ],
  ['in quotes', `"${TOKEN}"\n`, ['quoted']],
  [
    'URL-safe Base64',
    base64(JSON.stringify({ ...CONTENT, note: '???>>>~~~' }))
      .replaceAll('+', '-')
      .replaceAll('/', '_'),
    ['url-safe-base64'],
  ],
  ['UTF-16 under the Base64', base64(`\ufeff${JSON_TEXT}`, 'utf16le'), ['utf-16']],
  ['a byte order mark under the Base64', base64(`\ufeff${JSON_TEXT}`), ['byte-order-mark']],
  ['a file in UTF-16', Buffer.from(`\ufeff${TOKEN}\r\n`, 'utf16le'), ['utf-16']],
  ['JSON as a string within JSON', base64(JSON.stringify(JSON_TEXT)), ['json-in-string']],
  ['single quotes', base64(JSON_TEXT.replaceAll('"', "'")), ['not-json']],
  ['a list', base64('[1]'), ['not-an-object']],
  ['nothing', ' \n', ['empty']],
  ['prose', 'hello: world\n', ['not-a-secret', 'wrong-key']],
];

describe('inspectToken: mangled', () => {
  it.each(MANGLED)('%s', (_name, input, codes) => {
    const { findings } = inspect(input);
    expect(findings.map(({ code }) => code)).toEqual(codes);
  });

  it.each(MANGLED)('%s: the secret is never shown', (_name, input) => {
    const text = JSON.stringify(inspect(input));
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(TOKEN.slice(-20));
  });

  it('names the member that stands in for a missing one', () => {
    const { findings } = inspect(without('accessKeySecret', { secretAccessKey: SECRET }));
    expect(findings[0]?.message).toBe('accessKeySecret is missing, but there is secretAccessKey');
  });

  it('takes other URLs on demand, but never an empty one', () => {
    expect(inspect(without('url', { url: 'http://127.0.0.1:4586' }), { anyUrl: true }).findings).toEqual([]);
    expect(inspect(without('url', { url: '' }), { anyUrl: true }).findings).toHaveLength(1);
  });

  it('says where the text stops being Base64', () => {
    expect(inspect(`mns=${TOKEN}`).findings[0]?.message).toMatch(/character 4 /);
  });

  it('finds no key among what every object inherits', () => {
    const yaml = secret(`data:\n  a: YQ==\n  b: YQ==\n`);
    expect(inspect(yaml, { key: 'toString' }).findings.map(({ code }) => code)).toEqual(['wrong-key']);
  });

  it('counts other members whose names may be secrets', () => {
    const input = base64(JSON.stringify({ ...CONTENT, note: 1, [SECRET]: 2 }));
    expect(inspect(input).content).toMatchObject({ otherMembers: ['note'], unnamedMembers: 1 });
  });

  it('does not show as URL what is none', () => {
    expect(JSON.stringify(inspect(without('url', { url: SECRET })))).not.toContain(SECRET);
  });

  it('reads the token of a manifest that lost its indentation', () => {
    const lost = `apiVersion: v1\nkind: Secret\n  name: mnsoss-secret\ntype: Opaque\n  mns: ${TOKEN}\n`;
    expect(inspect(lost)).toMatchObject({
      findings: [{ code: 'bad-yaml', message: 'the manifest is not valid YAML (line 2)' }],
      content: { url: URL_OK },
    });
  });

  it('tells something of anything, and never fails', () => {
    const line = fc.constantFrom(
      'data:',
      'mns:',
      'kind: Secret',
      TOKEN,
      '  ',
      JSON_TEXT,
      '---',
      'stringData:',
      '- a',
      'a: *b',
      'a: &b',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(line).map((lines) => lines.join('\n')),
    );
    fc.assert(
      fc.property(text, (input) => {
        expect(inspect(input).findings).toBeInstanceOf(Array);
      }),
    );
  });

  it('finds every cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: TOKEN.length - 1 }), (length) => {
        expect(inspect(TOKEN.slice(0, length)).findings.length).toBeGreaterThan(0);
      }),
    );
  });
});
