import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  checkMnsUrl,
  checkSecret,
  encodeToken,
  mnsUrl,
  secretManifest,
  secretYaml,
} from '../../src/domain/token.ts';

const CONTENT = {
  url: 'https://xxxx.mns.cn-shanghai.aliyuncs.com/',
  accessKeyId: 'xxx',
  accessKeySecret: 'xx',
};
const TOKEN =
  'eyJ1cmwiOiJodHRwczovL3h4eHgubW5zLmNuLXNoYW5naGFpLmFsaXl1bmNzLmNvbS8iLCJhY2Nlc3NLZXlJZCI6Inh4eCIsImFjY2Vzc0tleVNlY3JldCI6Inh4In0=';

describe('encodeToken', () => {
  it('writes compact JSON in one line of Base64', () => {
    expect(encodeToken(CONTENT)).toBe(TOKEN);
  });

  it('writes the three members in their order and nothing else', () => {
    const more = { accessKeySecret: 's', extra: 1, accessKeyId: 'i', url: 'u' };
    const decoded = Buffer.from(encodeToken(more), 'base64').toString();
    expect(decoded).toBe('{"url":"u","accessKeyId":"i","accessKeySecret":"s"}');
  });

  it('never wraps, however long, and keeps any text', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 300 });
    fc.assert(
      fc.property(fc.record({ url: text, accessKeyId: text, accessKeySecret: text }), (content) => {
        const token = encodeToken(content);
        expect(token).toMatch(/^[A-Za-z0-9+/]+=*$/);
        expect(JSON.parse(Buffer.from(token, 'base64').toString())).toEqual(content);
      }),
    );
  });
});

describe('mnsUrl', () => {
  it.each([
    [undefined, 'https://1000000000000001.mns.cn-hangzhou.aliyuncs.com/'],
    ['public', 'https://1000000000000001.mns.cn-hangzhou.aliyuncs.com/'],
    ['internal', 'https://1000000000000001.mns.cn-hangzhou-internal.aliyuncs.com/'],
    ['vpc', 'https://1000000000000001.mns.cn-hangzhou-internal-vpc.aliyuncs.com/'],
  ] as const)('%s network: %s', (network, url) => {
    expect(mnsUrl('1000000000000001', 'cn-hangzhou', network)).toBe(url);
    expect(checkMnsUrl(url)).toBeUndefined();
  });
});

describe('checkMnsUrl', () => {
  it.each([
    'https://1.mns.cn-shanghai.aliyuncs.com',
    'http://1.mns.cn-shanghai.aliyuncs.com/',
    'https://xxxx.mns.cn-shanghai.aliyuncs.com/',
  ])('takes %s', (url) => {
    expect(checkMnsUrl(url)).toBeUndefined();
  });

  it.each([
    '',
    'http://127.0.0.1:4586',
    'https://mns.example.com/',
    'https://1.mns.cn-shanghai.aliyuncs.com/a.b',
    'https://1.mns.cn-shanghai.aliyuncs.com/path',
    'https://1.mns.cn.shanghai.aliyuncs.com/',
    '1.mns.cn-shanghai.aliyuncs.com',
    'https://1.mns.cn-shanghai.aliyuncs.com/\n',
    'ftp://1.mns.cn-shanghai.aliyuncs.com/',
  ])('refuses %j and shows the form', (url) => {
    expect(checkMnsUrl(url)).toMatchObject({
      code: 'bad-mns-url',
      hint: expect.stringContaining('https://<account-id>.mns.<region>.aliyuncs.com/'),
    });
  });
});

const SECRET = { name: 'mnsoss-secret', namespace: 'prod', key: 'mns', token: TOKEN };
const YAML = `apiVersion: v1
kind: Secret
metadata:
  name: mnsoss-secret
  namespace: prod
type: Opaque
data:
  mns: ${TOKEN}
`;

describe('secretYaml', () => {
  it('writes a manifest as people write it', () => {
    expect(secretYaml(SECRET)).toBe(YAML);
  });

  it('invents no namespace', () => {
    expect(secretYaml({ ...SECRET, namespace: undefined })).toBe(YAML.replace('  namespace: prod\n', ''));
  });

  const TRAPS = [
    'on',
    'no',
    'y',
    'true',
    'null',
    '1.0',
    '0755',
    '1e3',
    '0x1f',
    '2024-01-01',
    '123',
    '1-2',
    'a.b',
    '0',
    '.5',
    '-',
    '-.inf',
    '.nan',
    '__proto__',
    '_1',
    '---',
    'NULL',
    'Off',
    '=',
  ];

  it.each(TRAPS)('quotes %j where a reader would take it for something else', (text) => {
    const input = { name: text, namespace: text, key: text, token: text };
    for (const version of ['1.1', '1.2'] as const) {
      expect(parse(secretYaml(input), { version })).toEqual(secretManifest(input));
    }
  });

  it('escapes what YAML forbids as it is', () => {
    const text = 'a\u0000\u007f\u0085\u2028\ufeff"\\';
    const yaml = secretYaml({ name: 'a', key: 'b', token: text });
    expect(yaml).toContain('b: "a\\u0000\\u007f\\u0085\\u2028\\ufeff\\"\\\\"\n');
    expect(parse(yaml, { version: '1.1' })).toMatchObject({ data: { b: text } });
  });

  it('is read alike by both versions of YAML, whatever the texts', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.stringMatching(/^[-.a-z0-9_+:# ]{1,8}$/),
      fc.base64String(),
    );
    fc.assert(
      fc.property(text, text, text, (name, key, token) => {
        const input = { name, key, token };
        for (const version of ['1.1', '1.2'] as const) {
          expect(parse(secretYaml(input), { version })).toEqual(secretManifest(input));
        }
      }),
    );
  });

  // What `kubectl create secret generic NAME -n prod --from-file=mns=FILE --dry-run=client -o yaml` prints (1.32).
  const KUBECTL_YAML = `apiVersion: v1
data:
  mns: ${TOKEN}
kind: Secret
metadata:
  creationTimestamp: null
  name: mnsoss-secret
  namespace: prod
`;

  it('holds what kubectl would hold for the same bytes', () => {
    expect(parse(secretYaml(SECRET))).toEqual(comparable(KUBECTL_YAML));
  });

  it.skipIf(!isInstalled('kubectl'))('holds what the installed kubectl holds for the same bytes', () => {
    expect(parse(secretYaml(SECRET))).toEqual(comparable(kubectlSecret(JSON.stringify(CONTENT))));
  });
});

/** kubectl leaves the type to the API server, whose default it is, and prints a time that is none. */
function comparable(yaml: string): unknown {
  const { metadata, ...rest } = parse(yaml);
  const { creationTimestamp, ...names } = metadata;
  return { type: 'Opaque', ...rest, metadata: names };
}

function isInstalled(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((folder) => existsSync(join(folder, program)));
}

function kubectlSecret(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ossnotify-'));
  try {
    writeFileSync(join(folder, 'token.json'), content);
    const from = `--from-file=mns=${join(folder, 'token.json')}`;
    const options = { encoding: 'utf8', env: { ...process.env, KUBECONFIG: join(folder, 'none') } } as const;
    return execFileSync(
      'kubectl',
      ['create', 'secret', 'generic', 'mnsoss-secret', '-n', 'prod', from, '--dry-run=client', '-o', 'yaml'],
      options,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('checkSecret', () => {
  const good = { name: 'mnsoss-secret', key: 'mns' };
  it.each([
    [{}, []],
    [{ namespace: 'default' }, []],
    [{ name: 'a.b-c.1' }, []],
    [{ key: 'token.json_1' }, []],
    [{ name: '' }, ['bad-secret-name']],
    [{ name: 'Secret' }, ['bad-secret-name']],
    [{ name: 'a_b' }, ['bad-secret-name']],
    [{ name: '-a' }, ['bad-secret-name']],
    [{ name: 'a..b' }, ['bad-secret-name']],
    [{ name: 'a\n' }, ['bad-secret-name']],
    [{ name: 'a'.repeat(254) }, ['bad-secret-name']],
    [{ namespace: 'a.b' }, ['bad-namespace']],
    [{ namespace: 'a'.repeat(64) }, ['bad-namespace']],
    [{ key: '' }, ['bad-secret-key']],
    [{ key: 'a/b' }, ['bad-secret-key']],
    [{ key: '..' }, ['bad-secret-key']],
    [{ name: 'A', namespace: 'B', key: 'ü' }, ['bad-secret-name', 'bad-namespace', 'bad-secret-key']],
  ])('%j: %j', (change, codes) => {
    expect(checkSecret({ ...good, ...change }).map((problem) => problem.code)).toEqual(codes);
  });
});
