import { eventGroup } from './event-group.ts';
import type { Provider } from './provider.ts';

/** Kingsoft Cloud KS3: "PUT Bucket Notification" and the user guide's page on event notification. */
export const ks3 = {
  name: 'ks3',
  label: 'Kingsoft Cloud KS3',
  eventPrefix: 'ks3:',
  events: [
    ...eventGroup('ks3:', 'ObjectCreated', {
      PutObject: ['an upload succeeded'],
      CompleteMultipartUpload: ['a multipart upload finished'],
      SyncMirror: ['a synchronous fetch from the source stored the object'],
      AsyncMirror: ['an asynchronous fetch from the source stored the object'],
      PostObject: ['a form upload'],
      CopyObject: ['a copy finished'],
      AppendObject: ['data is appended, or an appendable object created', 'carries position'],
      PutFetch: ['KS3 pulled an object from a URL'],
      Replication: ['an object arrived by same-region or cross-region replication'],
      Recover: ['an object is restored from the recycle bin'],
    }),
    ...eventGroup('ks3:', 'ObjectRemoved', {
      DeleteObject: ['an object is deleted through the API'],
      Lifecycle: ['a lifecycle rule deletes an object'],
      Retention: ['an object is purged from the recycle bin', "by a call or by the bin's schedule"],
    }),
  ],
  wildcardGroups: new Set(['ObjectCreated', 'ObjectRemoved']),
  ruleName: {
    pattern: /^[a-z][a-zA-Z0-9_]{0,31}$/,
    rule: 'letters, digits and underscores, a lower-case letter first, at most 32 characters',
  },
  bucketName: {
    pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    rule: '3 to 63 lower-case letters, digits, hyphens and dots',
  },
  maxResources: 5,
  maxRules: 10,
  ruleScope: 'bucket',
  exactNames: false,
  maxKeyBytes: 1024,
  impossibleFirst: '',
  // Ten times what a bucket may hold: beyond it, the number of rules is the finding.
  partialOverlapWarnedUpTo: 100,
  activationMinutes: 5,
  destinations: { kinds: ['url'], most: 5, required: true },
  callbackMethods: ['POST', 'PUT'],
  failureReports: true,
  reusedName: 'overwrites',
  // No example of the documents has a category among a rule's events.
  sendsWildcards: false,
  silences: [
    'a new rule takes about 5 minutes to work',
    'only Ningxia and Russia have event notification, for accounts that were let into its beta',
    'the role KsyunKS3BucketLoggingProcessingRole has to be granted to KS3',
    'anonymous requests and requests of other accounts raise no event',
    'a callback has to be reachable from the Internet; intranet addresses are not called',
    'downloads, restores, tagging and ACL changes have no event type',
  ],
} satisfies Provider;
