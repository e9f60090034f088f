import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Emulator, startEmulator } from '../../../src/emulator/index.ts';
import { sendAws4 } from '../support/aws4-wire.ts';
import { sendOss } from '../support/oss-wire.ts';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
  await oss('PUT', '/evb/vh', 'x');
  await ks3('PUT', '/kbucket/vh', 'x');
});
afterAll(() => emulator.close());

const request = (method: string, path: string, body?: string) =>
  body === undefined ? { method, path } : { method, path, body };
const oss = (method: string, path: string, body?: string) =>
  sendOss(emulator.url, request(method, path, body));
const ks3 = (method: string, path: string, body?: string) =>
  sendAws4(emulator.url, request(method, path, body));
const bucketNames = () => emulator.buckets().map(({ name }) => name);

describe('a word that an operation does not know', () => {
  test.each([
    ['DELETE', '/evb?accessPoint', 'DeleteAccessPoint'],
    ['DELETE', '/evb?userDefinedLogFieldsConfig', 'DeleteBucketUserDefinedLogFieldsConfig'],
    ['DELETE', '/evb?qosInfo', 'DeleteBucketQosInfo'],
    ['DELETE', '/evb?accessPointPolicy=', 'DeleteBucketAccessPointPolicy'],
    ['DELETE', '/evb?bucketArchiveDirectRead', 'DeleteBucketBucketArchiveDirectRead'],
    ['DELETE', '/evb?notYetInvented', 'DeleteBucketNotYetInvented'],
    ['DELETE', '/evb/vh?qosInfo', 'DeleteObjectQosInfo'],
    ['DELETE', '/evb/vh?versionId=&notYetInvented', 'DeleteObjectNotYetInvented'],
    ['PUT', '/newb?userDefinedLogFieldsConfig', 'PutBucketUserDefinedLogFieldsConfig'],
    ['PUT', '/evb?responseHeader', 'PutBucketResponseHeader'],
    ['PUT', '/evb?accessPoint', 'CreateAccessPoint'],
    ['PUT', '/evb?redundancyTransition', 'PutBucketRedundancyTransition'],
    ['PUT', '/evb?rtc', 'PutBucketRtc'],
    ['GET', '/?regions', 'DescribeRegions'],
    ['GET', '/?regions=oss-cn-hangzhou', 'DescribeRegions'],
    ['GET', '/?resourcePool', 'ListResourcePools'],
    ['GET', '/evb/vh?x-oss-process=image%2Finfo', 'GetObject with x-oss-process'],
    ['GET', '/evb?acl&notYetInvented', 'GetBucketAclNotYetInvented'],
  ])('%s %s asks for %s', async (method, path, name) => {
    const reply = await oss(method, path);
    expect([reply.status, reply.body]).toEqual([501, expect.stringContaining(`the operation ${name}.`)]);
    expect(emulator.requests().at(-1)).toMatchObject({ operation: name, status: 501 });
    expect(bucketNames()).not.toContain('newb');
    expect((await oss('GET', '/evb/vh')).status).toBe(200);
  });

  test.each([
    ['DELETE', '/kbucket?qos'],
    ['DELETE', '/kbucket/vh?qosInfo'],
    ['PUT', '/knew?notYetInvented'],
  ])('KS3: %s %s is refused', async (method, path) => {
    expect((await ks3(method, path)).status).toBe(501);
    expect(bucketNames()).not.toContain('knew');
    expect((await ks3('GET', '/kbucket/vh')).status).toBe(200);
  });

  test.each([
    ['GET', '/evb?prefix=&delimiter=&marker=&max-keys=10'],
    ['GET', '/evb?list-type=2&start-after=&continuation-token=&fetch-owner='],
    ['GET', '/evb?versions&key-marker&version-id-marker'],
    ['GET', '/evb/vh?response-content-type=&x-oss-traffic-limit=819200&harmless=1'],
    ['POST', '/evb/m?uploads&sequential'],
  ])('%s %s has none', async (method, path) => {
    expect((await oss(method, path)).status).toBe(200);
  });

  test('a method that nothing takes is no operation', async () => {
    expect((await oss('PATCH', '/evb')).status).toBe(405);
    expect(emulator.requests().at(-1)).toMatchObject({ operation: 'Unknown' });
  });
});
