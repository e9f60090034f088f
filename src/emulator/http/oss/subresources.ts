import type { Query } from '../query.ts';

/** Query names that choose another operation than the plain one, with a value or without. */
const SUBRESOURCES = (
  'accessmonitor acl append asyncFetch bucketInfo cname comp cors delete encryption eventNotification group httpsConfig ' +
  'inventory lifecycle live location logging metaQuery notification objectMeta policy policyStatus publicAccessBlock ' +
  'referer replication replicationLocation replicationProgress requestPayment resourceGroup restore seal stat status ' +
  'style symlink tagging transferAcceleration uploadId uploads versioning versions vod website worm wormExtend wormId ' +
  'cleanRestoredObject x-oss-async-process x-oss-process accessPoint accessPointConfigForObjectProcess ' +
  'accessPointForObjectProcess accessPointPolicy accessPointPolicyForObjectProcess bucketArchiveDirectRead cloudboxes ' +
  'dataAccelerator qosInfo redundancyTransition regions requesterQosInfo resourcePool resourcePoolBuckets ' +
  'resourcePoolInfo responseHeader rtc userDefinedLogFieldsConfig x-oss-rename x-oss-write-get-object-response ' +
  // KS3's own, and those of the protocol that its clients also speak.
  'adp asyntask attributes clear crr decompresspolicy domain fetch legal-hold mirror object-lock ownershipControls ' +
  'queryadp querytask quota recover retention select thumbnail torrent'
).split(' ');

export const subresourceOf = (query: Query): string | undefined =>
  SUBRESOURCES.find((name) => query.has(name));

/** Members of signatures and other extras that no operation minds, also where a client leaves their value empty. */
const HARMLESS =
  /^(?:response-.*|x-(?:oss|kss|amz)-(?:ac-.*|additional-headers|algorithm|content-sha256|credential|date|expires|request-payer|security-token|signature.*|signedheaders|traffic-limit)|OSSAccessKeyId|KSSAccessKeyId|AWSAccessKeyId|Expires|Signature|security-token|callback|callback-var|x-id)$/i;

/** Words without a value that the operation does not know: they ask for something else, whatever that is. */
export const foreignWordsOf = ({ items }: Query, known: readonly string[]): string[] =>
  items
    .filter(({ name, value = '' }) => value === '' && !known.includes(name) && !HARMLESS.test(name))
    .map(({ name }) => name);

/** Where the vendor's name of an operation that the emulator lacks is not made of the method and the words. */
const NAMES: Readonly<Record<string, string>> = {
  'DELETE bucket accessPoint': 'DeleteAccessPoint',
  'DELETE bucket worm': 'AbortBucketWorm',
  'DELETE object live': 'DeleteLiveChannel',
  'GET bucket accessPoint': 'GetAccessPoint',
  'GET bucket cname': 'ListCname',
  'GET bucket live': 'ListLiveChannel',
  'GET object x-oss-process': 'GetObject with x-oss-process',
  'GET service accessPoint': 'ListAccessPoints',
  'GET service regions': 'DescribeRegions',
  'GET service resourcePool': 'ListResourcePools',
  'OPTIONS object': 'OptionObject',
  'POST bucket cname': 'PutCname',
  'POST bucket worm': 'InitiateBucketWorm',
  'POST bucket wormExtend': 'ExtendBucketWorm',
  'POST bucket wormId': 'CompleteBucketWorm',
  'POST object cleanRestoredObject': 'CleanRestoredObject',
  'POST object seal': 'SealAppendObject',
  'POST object x-oss-async-process': 'AsyncProcessObject',
  'POST object x-oss-process': 'ProcessObject',
  'PUT bucket accessPoint': 'CreateAccessPoint',
  'PUT object live': 'PutLiveChannel',
};

const LONGEST_NAME = 80;

/** `PUT bucket lifecycle` is PutBucketLifecycle to its clients, and so on with nearly all; nothing for what asks for no operation. */
export function unbuiltNameOf(operationKey: string): string | undefined {
  const named = NAMES[operationKey];
  if (named !== undefined) return named;
  const [method = '', ...words] = operationKey.split(' ');
  if (words.length < 2 || !['GET', 'PUT', 'POST', 'DELETE'].includes(method)) return undefined;
  return [method.toLowerCase(), ...words]
    .filter((word) => word !== 'service')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
    .slice(0, LONGEST_NAME);
}
