import { ServiceError } from '../errors.ts';
import type { CredentialsProvider } from './credentials.ts';
import { eventStatusOf } from './oss-event-status.ts';
import { createOssExecute, type OssAnswer, type OssExecute } from './oss-execute.ts';
import { ossHost } from './oss-host.ts';
import { checkedBucket, checkedKey, encodedKey } from './oss-key.ts';
import { bucketInfoOf, completionDocument, deletionDocument, etagOf, uploadIdOf } from './oss-xml.ts';

export interface BucketInfo {
  readonly name: string;
  /** Such as `cn-hangzhou`. */
  readonly region: string;
  /** The account, which ARNs name. */
  readonly ownerId: string;
  /** Deletions without a version id may raise no event once versioning was enabled. */
  readonly versioning: 'enabled' | 'suspended' | 'never';
  readonly storageClass?: string;
  /** RFC 3339. */
  readonly createdAt?: string;
}

/** What a request that changes an object left behind. */
export interface ObjectChange {
  /** Without its quotes. */
  readonly etag?: string;
  /** `Ok` when the event was handed to MNS, else the failure; absent when no rule matched. */
  readonly eventStatus?: string;
}

export interface UploadedPart extends ObjectChange {
  readonly partNumber: number;
  readonly etag: string;
}

export interface ObjectContent extends ObjectChange {
  readonly body: Buffer;
}

/**
 * Buckets and objects, as far as probes and demonstrations need them. Failures are ServiceErrors of service `OSS`;
 * keys that no request could address are refused as usage errors before anything is sent.
 */
export interface OssClient {
  createBucket(bucket: string): Promise<void>;
  bucketInfo(bucket: string): Promise<BucketInfo>;
  putObject(
    bucket: string,
    key: string,
    body: Buffer,
    options?: { readonly contentType?: string },
  ): Promise<ObjectChange>;
  /** `range` counts bytes from 0, both ends included. */
  getObject(
    bucket: string,
    key: string,
    options?: { readonly range?: { readonly first: number; readonly last: number } },
  ): Promise<ObjectContent>;
  copyObject(
    bucket: string,
    key: string,
    from: { readonly bucket: string; readonly key: string },
  ): Promise<ObjectChange>;
  /** `position` is the length that the object has so far. */
  appendObject(bucket: string, key: string, position: number, body: Buffer): Promise<ObjectChange>;
  putSymlink(bucket: string, key: string, target: string): Promise<ObjectChange>;
  deleteObject(bucket: string, key: string): Promise<ObjectChange>;
  deleteObjects(bucket: string, keys: readonly string[]): Promise<ObjectChange>;
  /** Gives the upload's id. */
  initiateMultipart(bucket: string, key: string): Promise<string>;
  uploadPart(
    bucket: string,
    key: string,
    part: { readonly uploadId: string; readonly partNumber: number; readonly body: Buffer },
  ): Promise<UploadedPart>;
  completeMultipart(
    bucket: string,
    key: string,
    upload: { readonly uploadId: string; readonly parts: readonly UploadedPart[] },
  ): Promise<ObjectChange>;
  abortMultipart(bucket: string, key: string, uploadId: string): Promise<ObjectChange>;
}

export interface OssClientOptions {
  /** Base URL of an emulator or proxy; the service's own host when left out. */
  readonly endpoint?: string;
  readonly region: string;
  /** `public`, `internal` or `vpc`: which of the service's own hosts. */
  readonly network?: string;
  readonly credentials: CredentialsProvider;
  /** Gets one line a request, without secrets. */
  readonly log?: (line: string) => void;
  readonly now?: () => number;
}

export function createOssClient(options: OssClientOptions): OssClient {
  const { credentials, log, now = Date.now } = options;
  const host = ossHost(options);
  const execute = createOssExecute({ host, credentials, now, ...(log === undefined ? {} : { log }) });
  return { ...bucketCalls(execute), ...objectCalls(execute), ...multipartCalls(execute) };
}

function bucketCalls(execute: OssExecute): Pick<OssClient, 'createBucket' | 'bucketInfo'> {
  return {
    async createBucket(bucket) {
      await execute({ method: 'PUT', bucket: checkedBucket(bucket) });
    },
    async bucketInfo(bucket) {
      const answer = await execute({
        method: 'GET',
        bucket: checkedBucket(bucket),
        subresource: 'bucketInfo',
      });
      return bucketInfoOf(answer.body.toString()) ?? unreadable(answer);
    },
  };
}

type ObjectCalls = Omit<
  OssClient,
  keyof ReturnType<typeof bucketCalls> | keyof ReturnType<typeof multipartCalls>
>;

function objectCalls(execute: OssExecute): ObjectCalls {
  return {
    async putObject(bucket, key, body, { contentType = 'application/octet-stream' } = {}) {
      const headers = { 'content-type': contentType };
      return changeOf(await execute({ method: 'PUT', ...object(bucket, key), headers, body }));
    },
    async getObject(bucket, key, { range } = {}) {
      const headers: Record<string, string> = range ? { range: `bytes=${range.first}-${range.last}` } : {};
      const answer = await execute({ method: 'GET', ...object(bucket, key), headers });
      return { ...changeOf(answer), body: answer.body };
    },
    async copyObject(bucket, key, from) {
      const source = object(from.bucket, from.key);
      const headers = { 'x-oss-copy-source': `/${source.bucket}/${encodedKey(source.key)}` };
      return changeOf(await execute({ method: 'PUT', ...object(bucket, key), headers }));
    },
    async appendObject(bucket, key, position, body) {
      const subresource = `append&position=${position}`;
      return changeOf(await execute({ method: 'POST', ...object(bucket, key), subresource, body }));
    },
    async putSymlink(bucket, key, target) {
      const headers = { 'x-oss-symlink-target': encodedKey(checkedKey(target)) };
      return changeOf(
        await execute({ method: 'PUT', ...object(bucket, key), subresource: 'symlink', headers }),
      );
    },
    async deleteObject(bucket, key) {
      return changeOf(await execute({ method: 'DELETE', ...object(bucket, key) }));
    },
    async deleteObjects(bucket, keys) {
      const document = deletionDocument(keys.map(checkedKey));
      const target = { bucket: checkedBucket(bucket), subresource: 'delete' };
      return changeOf(await execute({ method: 'POST', ...target, ...document }));
    },
  };
}

function multipartCalls(
  execute: OssExecute,
): Pick<OssClient, 'initiateMultipart' | 'uploadPart' | 'completeMultipart' | 'abortMultipart'> {
  return {
    async initiateMultipart(bucket, key) {
      const answer = await execute({ method: 'POST', ...object(bucket, key), subresource: 'uploads' });
      return uploadIdOf(answer.body.toString()) ?? unreadable(answer);
    },
    async uploadPart(bucket, key, { uploadId, partNumber, body }) {
      const subresource = `partNumber=${partNumber}&uploadId=${uploadId}`;
      const change = changeOf(await execute({ method: 'PUT', ...object(bucket, key), subresource, body }));
      return { etag: '', ...change, partNumber };
    },
    async completeMultipart(bucket, key, { uploadId, parts }) {
      const subresource = `uploadId=${uploadId}`;
      const document = completionDocument(parts);
      return changeOf(await execute({ method: 'POST', ...object(bucket, key), subresource, ...document }));
    },
    async abortMultipart(bucket, key, uploadId) {
      const subresource = `uploadId=${uploadId}`;
      return changeOf(await execute({ method: 'DELETE', ...object(bucket, key), subresource }));
    },
  };
}

function object(bucket: string, key: string): { bucket: string; key: string } {
  return { bucket: checkedBucket(bucket), key: checkedKey(key) };
}

/** The etag stands in a header, or in the body of a copy and a completed upload. */
function changeOf({ headers, body }: OssAnswer): ObjectChange {
  const isXml = headers['content-type']?.includes('xml') === true;
  const etag = headers['etag'] ?? (isXml ? etagOf(body.toString()) : undefined);
  const eventStatus = eventStatusOf(headers);
  return {
    ...(etag === undefined ? {} : { etag: etag.replaceAll('"', '') }),
    ...(eventStatus === undefined ? {} : { eventStatus }),
  };
}

function unreadable(answer: OssAnswer): never {
  throw new ServiceError({
    service: 'OSS',
    code: 'UnexpectedAnswer',
    status: answer.status,
    message: `an answer of OSS with status ${answer.status} lacks what it must hold`,
    hint: 'check that --endpoint is an OSS host and that no proxy answers in its place',
  });
}
