import type { Bucket } from '../../core/bucket.ts';
import { EMULATOR_ACCOUNT, EMULATOR_REGION } from '../../core/identity.ts';
import type { BucketLabels } from '../../core/labels.ts';
import { pageOf } from '../../core/listing.ts';
import type { Query } from '../query.ts';
import type { XmlElement } from '../xml-reader.ts';
import { optionalNode, type XmlNode } from '../xml-writer.ts';
import { STORAGE_CLASSES } from './header-values.ts';
import { bucketAclOf } from './labels-of.ts';
import { maximumOf } from './listing-actions.ts';
import { existingBucket, type OssAction } from './oss-context.ts';
import { OssError, settled } from './oss-error.ts';
import { isoTime, readBody, textOf, xmlAnswer } from './oss-xml.ts';

const LOCATION = `oss-${EMULATOR_REGION}`;
const EXTRANET = `${LOCATION}.aliyuncs.com`;
const INTRANET = `${LOCATION}-internal.aliyuncs.com`;

const REDUNDANCIES = ['LRS', 'ZRS'];

export const OWNER: XmlNode = [
  'Owner',
  [
    ['ID', EMULATOR_ACCOUNT],
    ['DisplayName', EMULATOR_ACCOUNT],
  ],
];

export const putBucket: OssAction = ({ services, bucket, request }) => {
  const acl = bucketAclOf(request.headers);
  const labels = { ...configurationOf(request.body), ...(acl === undefined ? {} : { acl }) };
  const existing = services.buckets.find(bucket);
  if (existing !== undefined) refuseOtherConfiguration(existing, labels);
  const made = settled(services.buckets.create(bucket));
  if (Object.keys(labels).length > 0) made.label(labels);
  return { status: 200, headers: { Location: `/${bucket}` } };
};

/** What the body asks for; KS3's, which names a region, asks for nothing that there is here. */
function configurationOf(body: Buffer): BucketLabels {
  if (body.length === 0) return {};
  const document = readBody(body, 'CreateBucketConfiguration');
  return {
    ...wordOf(document, 'StorageClass', STORAGE_CLASSES, 'storageClass'),
    ...wordOf(document, 'DataRedundancyType', REDUNDANCIES, 'redundancy'),
  };
}

function wordOf(
  document: XmlElement,
  name: string,
  words: readonly string[],
  label: keyof BucketLabels,
): BucketLabels {
  const word = textOf(document, name)?.trim() ?? '';
  if (word === '') return {};
  if (!words.includes(word)) throw new OssError('InvalidArgument', `The value of ${name} is invalid.`);
  return { [label]: word };
}

/** Of a bucket that there is, only the access control list may change. */
function refuseOtherConfiguration({ labels, storageClass }: Bucket, wanted: BucketLabels): void {
  const { storageClass: otherClass = storageClass, redundancy = labels.redundancy } = wanted;
  if (otherClass !== storageClass || redundancy !== labels.redundancy)
    throw new OssError('BucketAlreadyExists');
}

export const headBucket: OssAction = (context) => {
  existingBucket(context);
  return { status: 200, headers: { 'x-oss-bucket-region': EMULATOR_REGION } };
};

export const deleteBucket: OssAction = ({ services, bucket }) => {
  settled(services.buckets.delete(bucket));
  return { status: 204, headers: {} };
};

export const getBucketLocation: OssAction = (context) => {
  existingBucket(context);
  // Documents print a namespace here, yet ali-oss could not read the service's answer if it had one.
  return xmlAnswer(['LocationConstraint', LOCATION]);
};

export const getBucketInfo: OssAction = (context) => {
  const { name, createdAtMs, versioning, labels, storageClass } = existingBucket(context);
  const members: XmlNode[] = [
    ['AccessMonitor', 'Disabled'],
    ['CreationDate', isoTime(createdAtMs)],
    ['ExtranetEndpoint', EXTRANET],
    ['IntranetEndpoint', INTRANET],
    ['Location', LOCATION],
    ['StorageClass', storageClass],
    ['TransferAcceleration', 'Disabled'],
    ['CrossRegionReplication', 'Disabled'],
    ['DataRedundancyType', labels.redundancy ?? 'LRS'],
    ['Name', name],
    OWNER,
    ['AccessControlList', [['Grant', labels.acl ?? 'private']]],
    ['ServerSideEncryptionRule', [['SSEAlgorithm', 'None']]],
    ...optionalNode('Versioning', versioning),
  ];
  return xmlAnswer(['BucketInfo', [['Bucket', members]]]);
};

export const getBucketStat: OssAction = (context) => {
  const bucket = existingBucket(context);
  const objects = [...bucket.objects.values()];
  return xmlAnswer([
    'BucketStat',
    [
      ['Storage', objects.reduce((sum, { content }) => sum + content.length, 0)],
      ['ObjectCount', objects.length],
      ['MultipartUploadCount', bucket.uploads.size],
    ],
  ]);
};

export const listBuckets: OssAction = ({ services, request: { query } }) => {
  const prefix = query.get('prefix') ?? '';
  const marker = query.get('marker') ?? '';
  const maximum = maximumOf(query, 'max-keys');
  const tagged = [...services.buckets.all()].filter(isTagged(query));
  const { items, nextMarker } = pageOf(tagged, { prefix, marker, maximum });
  const rest: XmlNode[] =
    nextMarker === undefined
      ? []
      : [
          ['Prefix', prefix],
          ['Marker', marker],
          ['MaxKeys', maximum],
          ['IsTruncated', 'true'],
          ...optionalNode('NextMarker', nextMarker),
        ];
  return xmlAnswer(['ListAllMyBucketsResult', [...rest, OWNER, ['Buckets', items.map(bucketNode)]]]);
};

/** All of them, unless a tag is asked for. */
function isTagged(query: Query): (bucket: Bucket) => boolean {
  const key = query.get('tag-key') || undefined;
  const value = query.get('tag-value') || undefined;
  if (key === undefined && value !== undefined)
    throw new OssError('InvalidArgument', 'tag-value is of no use without tag-key.');
  return ({ labels: { tags = [] } }) =>
    key === undefined || tags.some(([name, text]) => name === key && (value === undefined || text === value));
}

const bucketNode = ({ name, createdAtMs, storageClass }: Bucket): XmlNode => [
  'Bucket',
  [
    ['CreationDate', isoTime(createdAtMs)],
    ['ExtranetEndpoint', EXTRANET],
    ['IntranetEndpoint', INTRANET],
    ['Location', LOCATION],
    ['Name', name],
    ['Region', EMULATOR_REGION],
    ['StorageClass', storageClass],
  ],
];
