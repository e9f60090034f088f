import type { Bucket } from '../../core/bucket.ts';
import { EMULATOR_ACCOUNT, EMULATOR_REGION } from '../../core/identity.ts';
import { optionalNode, type XmlNode } from '../xml-writer.ts';
import { bucketAclOf } from './labels-of.ts';
import { existingBucket, type OssAction } from './oss-context.ts';
import { settled } from './oss-error.ts';
import { isoTime, xmlAnswer } from './oss-xml.ts';

const LOCATION = `oss-${EMULATOR_REGION}`;
const EXTRANET = `${LOCATION}.aliyuncs.com`;
const INTRANET = `${LOCATION}-internal.aliyuncs.com`;

export const OWNER: XmlNode = [
  'Owner',
  [
    ['ID', EMULATOR_ACCOUNT],
    ['DisplayName', EMULATOR_ACCOUNT],
  ],
];

export const putBucket: OssAction = ({ services, bucket, request }) => {
  const acl = bucketAclOf(request.headers);
  const made = settled(services.buckets.create(bucket));
  if (acl !== undefined) made.label({ acl });
  return { status: 200, headers: { Location: `/${bucket}` } };
};

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
  const { name, createdAtMs, versioning, labels } = existingBucket(context);
  const members: XmlNode[] = [
    ['AccessMonitor', 'Disabled'],
    ['CreationDate', isoTime(createdAtMs)],
    ['ExtranetEndpoint', EXTRANET],
    ['IntranetEndpoint', INTRANET],
    ['Location', LOCATION],
    ['StorageClass', 'Standard'],
    ['TransferAcceleration', 'Disabled'],
    ['CrossRegionReplication', 'Disabled'],
    ['DataRedundancyType', 'LRS'],
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
  const maximum = Math.min(Number(query.get('max-keys') ?? 100) || 100, 1000);
  const { items, nextMarker } = services.buckets.page({ prefix, marker, maximum });
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

const bucketNode = ({ name, createdAtMs }: Bucket): XmlNode => [
  'Bucket',
  [
    ['CreationDate', isoTime(createdAtMs)],
    ['ExtranetEndpoint', EXTRANET],
    ['IntranetEndpoint', INTRANET],
    ['Location', LOCATION],
    ['Name', name],
    ['Region', EMULATOR_REGION],
    ['StorageClass', 'Standard'],
  ],
];
