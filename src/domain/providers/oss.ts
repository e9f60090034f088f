import { eventGroup } from './event-group.ts';
import type { Provider } from './provider.ts';

/** Alibaba Cloud OSS through MNS: "Event notifications" and "Configure event notification rules" of its documentation. */
export const oss = {
  name: 'oss',
  label: 'Alibaba Cloud OSS',
  eventPrefix: '',
  events: [
    ...eventGroup('', 'ObjectCreated', {
      PutObject: ['a simple upload, new or overwriting'],
      PostObject: ['an HTML form upload, new or overwriting'],
      CopyObject: ['a copy, new or overwriting'],
      InitiateMultipartUpload: ['a multipart upload is started', 'no object exists yet'],
      UploadPart: ['one part is uploaded'],
      UploadPartCopy: ['one part is uploaded by copying from an existing object'],
      CompleteMultipartUpload: ['a multipart upload is completed; the object now exists'],
      AppendObject: ['data is appended', 'carries position, the offset where the append began'],
      PutSymlink: ['a symbolic link is created'],
      Mirror: ['an object is written by mirroring back to origin', 'has to be applied for'],
    }),
    ...eventGroup('', 'ObjectDownloaded', {
      GetObject: ['an object is read', 'carries readFrom and readTo (exclusive)'],
    }),
    ...eventGroup('', 'ObjectModified', {
      UpdateObjectMeta: [
        'attributes of an object are changed',
        'Hangzhou, Shanghai, Qingdao, Beijing, Zhangjiakou, Hohhot, Shenzhen and Chengdu only',
      ],
      ChangeStorageClass: ['a lifecycle rule changes the storage class'],
    }),
    ...eventGroup('', 'ObjectRemoved', {
      DeleteObject: [
        'one object is deleted',
        'not certain to fire in a versioned bucket when no version id is given',
      ],
      DeleteObjects: [
        'a batch of objects is deleted',
        'does not fire in a versioned bucket when no version id is given',
      ],
      AbortMultipartUpload: ['a multipart upload is cancelled and its parts are dropped'],
    }),
    ...eventGroup('', 'ObjectReplication', {
      ObjectCreated: ['replication creates an object'],
      ObjectRemoved: ['replication deletes an object'],
      ObjectModified: ['replication overwrites an object'],
    }),
    ...eventGroup('', 'ObjectRestore', {
      FinishRestore: ['a restore is finished', 'Cold Archive and Deep Cold Archive only'],
    }),
  ],
  wildcardGroups: new Set(['ObjectCreated', 'ObjectModified', 'ObjectRemoved', 'ObjectReplication']),
  ruleName: {
    // 85 characters, so that the automatic topic mns-en-topics-oss-<rule>-<16 digits> fits the 120 of an MNS name.
    pattern: /^[A-Za-z][A-Za-z0-9-]{0,84}$/,
    rule: 'letters, digits and hyphens, a letter first, at most 85 characters',
  },
  bucketName: {
    pattern: /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
    rule: '3 to 63 lower-case letters, digits and hyphens, no hyphen first or last',
  },
  maxResources: 5,
  maxRules: 10,
  ruleScope: 'region',
  exactNames: true,
  maxKeyBytes: 1023,
  impossibleFirst: '/\\',
  partialOverlapWarnedUpTo: 0,
  activationMinutes: 10,
  // A topic of MNS takes at most 100 subscriptions.
  destinations: { kinds: ['topic', 'queue', 'url'], most: 100, required: false },
  callbackMethods: [],
  failureReports: false,
  reusedName: 'refused',
  sendsWildcards: true,
  silences: [
    'a new rule takes about 10 minutes to work',
    'TS and M3U8 files that an RTMP push stream writes raise no event',
    'in a versioned bucket, a deletion without a version id only adds a marker: no event of ObjectRemoved is certain',
    'expiry by a lifecycle rule, tagging and ACL changes have no event type',
    'replicated objects raise ObjectReplication events, not ObjectCreated ones',
    'a bucket without a region attribute cannot have rules',
  ],
} satisfies Provider;
