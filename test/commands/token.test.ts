import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { runProgram } from '../support/run-program.ts';

const URL = 'https://1234567890123456.mns.cn-shanghai.aliyuncs.com/';
const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIEXAMPLE', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'EXAMPLEsecret' };
const CONTENT = { url: URL, accessKeyId: 'LTAIEXAMPLE', accessKeySecret: 'EXAMPLEsecret' };
const token = (...argv: string[]) => runProgram(['token', ...argv], { env });

describe('token', () => {
  it('is one line of Base64 of the three members, and nothing else', async () => {
    const { status, stdout, stderr } = await token('--url', URL);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^[A-Za-z0-9+/]+=*\n$/);
    expect(Buffer.from(stdout, 'base64').toString()).toBe(JSON.stringify(CONTENT));
  });

  it('builds the URL from account, region and network', async () => {
    const place = ['--account', '1234567890123456', '--region', 'cn-shanghai'];
    const urlOf = async (...argv: string[]) =>
      JSON.parse(Buffer.from((await token(...argv)).stdout, 'base64').toString()).url;
    expect(await urlOf(...place)).toBe(URL);
    expect(await urlOf(...place, '--network', 'vpc')).toBe(
      'https://1234567890123456.mns.cn-shanghai-internal-vpc.aliyuncs.com/',
    );
  });

  it('--secret holds what kubectl would hold for the same bytes', async () => {
    const { stdout } = await token('--secret', '--url', URL, '-n', 'media');
    expect(stdout).toBe(`apiVersion: v1
kind: Secret
metadata:
  name: mnsoss-secret
  namespace: media
type: Opaque
data:
  mns: ${Buffer.from(JSON.stringify(CONTENT)).toString('base64')}
`);
    const json = await token('--secret', '--url', URL, '-n', 'media', '-o', 'json');
    expect(JSON.parse(json.stdout)).toEqual(parse(stdout));
  });

  it.runIf(existsSync('/usr/bin/kubectl'))('--secret equals kubectl create secret generic', async () => {
    const literal = `--from-literal=mns=${JSON.stringify(CONTENT)}`;
    const theirs = execFileSync(
      'kubectl',
      ['create', 'secret', 'generic', 'mnsoss-secret', literal, '--dry-run=client', '-o', 'json'],
      { encoding: 'utf8' },
    );
    const ours = parse((await token('--secret', '--url', URL)).stdout);
    expect(ours.data).toEqual(JSON.parse(theirs).data);
  });

  it.each([
    [['--url', 'http://127.0.0.1:4586'], /not an MNS endpoint that the controller can parse/],
    [['--url', ''], /the MNS URL is empty/],
    [[], /no account is known/],
    [['--url', 'https://user:EXAMPLEsecret@h/?q=EXAMPLEsecret'], /"https:\/\/h\/" is not an MNS endpoint/],
    [['--url', URL, '--name', 'a'], /--name is for a Secret/],
    [['--url', URL, '-n', 'a'], /--namespace is for a Secret/],
    [['--url', 'not a url', '--any-url'], /no http or https URL/],
    [['--url', URL, '--provider', 'ks3'], /does not serve/],
    [['--secret', '--url', URL, '--name', 'Bad_Name'], /"Bad_Name" is no secret name/],
  ])('refuses %j with 2', async (argv, cause) => {
    const { status, stdout, stderr } = await token(...argv);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(cause);
    expect(stderr).not.toContain('EXAMPLEsecret');
  });

  it.each([
    ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'LTAI EXAMPLE'],
    ['ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'EXAMPLE\nsecret'],
  ])('refuses blanks in %s', async (name, value) => {
    const result = await runProgram(['token', '--url', URL], { env: { ...env, [name]: value } });
    expect(result).toMatchObject({ status: 2, stdout: '' });
    expect(result.stderr).toMatch(/holds blanks or line breaks/);
    expect(result.stderr).not.toContain(value);
  });

  it('refuses temporary credentials, and says why', async () => {
    const temporary = { ...env, ALIBABA_CLOUD_SECURITY_TOKEN: 'STS' };
    const { status, stderr } = await runProgram(['token', '--url', URL], { env: temporary });
    expect(status).toBe(2);
    expect(stderr).toMatch(/temporary \(STS\).*expire/);
  });
});
