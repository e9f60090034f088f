/** Documents of the OSS calls that need one. */
import { createHash } from 'node:crypto';
import type { BucketInfo, UploadedPart } from './oss.ts';
import { escapeText, listOf, numberOf, readDocument, textOf } from './xml.ts';

export interface XmlBody {
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export function completionDocument(parts: readonly UploadedPart[]): XmlBody {
  const items = parts.map(
    ({ partNumber, etag }) =>
      `<Part><PartNumber>${partNumber}</PartNumber><ETag>${escapeText(etag)}</ETag></Part>`,
  );
  return xmlBody(`<CompleteMultipartUpload>${items.join('')}</CompleteMultipartUpload>`);
}

export function deletionDocument(keys: readonly string[]): XmlBody {
  const items = keys.map((key) => `<Object><Key>${escapeText(key)}</Key></Object>`);
  return xmlBody(`<Delete><Quiet>true</Quiet>${items.join('')}</Delete>`);
}

function xmlBody(xml: string): XmlBody {
  const body = Buffer.from(xml);
  const digest = createHash('md5').update(body).digest('base64');
  return { body, headers: { 'content-type': 'application/xml', 'content-md5': digest } };
}

export function uploadIdOf(xml: string): string | undefined {
  return textOf(readDocument(xml)?.fields ?? {}, 'UploadId');
}

export function etagOf(xml: string): string | undefined {
  return textOf(readDocument(xml)?.fields ?? {}, 'ETag');
}

export function bucketInfoOf(xml: string): BucketInfo | undefined {
  const [bucket] = listOf(readDocument(xml)?.fields ?? {}, 'Bucket');
  const name = bucket && textOf(bucket, 'Name');
  const location = bucket && textOf(bucket, 'Location');
  if (bucket === undefined || name === undefined || location === undefined) return undefined;
  const [owner = {}] = listOf(bucket, 'Owner');
  const storageClass = textOf(bucket, 'StorageClass');
  const createdAt = textOf(bucket, 'CreationDate');
  return {
    name,
    region: location.replace(/^oss-/, ''),
    ownerId: textOf(owner, 'ID') ?? String(numberOf(owner, 'ID') ?? ''),
    versioning: versioningOf(textOf(bucket, 'Versioning')),
    ...(storageClass === undefined ? {} : { storageClass }),
    ...(createdAt === undefined ? {} : { createdAt }),
  };
}

function versioningOf(text: string | undefined): BucketInfo['versioning'] {
  if (text === 'Enabled') return 'enabled';
  return text === 'Suspended' ? 'suspended' : 'never';
}
