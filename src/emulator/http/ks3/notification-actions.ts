import type { Ks3Notifications } from '../../core/ks3-notifications.ts';
import { contradictsMd5 } from '../content-md5.ts';
import type { Answer, WireRequest } from '../wire-request.ts';
import { Ks3Error } from './ks3-error.ts';

const LONGEST_DOCUMENT = 256 * 1024;

/** As the log and faults call them. */
export const KS3_NOTIFICATION_NAMES = [
  'PutBucketNotification',
  'GetBucketNotification',
  'DeleteBucketNotification',
] as const;

/** `PUT|GET|DELETE ?notification`: JSON in and out; what is put replaces all that was. */
export function answerNotification(
  notifications: Ks3Notifications,
  bucket: string,
  request: WireRequest,
): Answer {
  switch (request.method) {
    case 'PUT':
      return put(notifications, bucket, request);
    case 'GET':
      return {
        status: 200,
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ Notifications: notifications.get(bucket) }),
      };
    case 'DELETE':
      notifications.delete(bucket);
      return { status: 204, headers: {} };
    default:
      throw new Ks3Error(
        405,
        'MethodNotAllowed',
        'The specified method is not allowed against this resource.',
      );
  }
}

function put(notifications: Ks3Notifications, bucket: string, { headers, body }: WireRequest): Answer {
  if (contradictsMd5(headers['content-md5'], body))
    throw new Ks3Error(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.');
  const problem = notifications.replace(bucket, documentOf(body));
  if (problem?.kind === 'rule-overlap')
    throw new Ks3Error(400, 'NotificationRuleOverlap', `Rules overlap: ${problem.subject}.`);
  if (problem !== undefined)
    throw new Ks3Error(400, 'InvalidArgument', `Invalid Argument: ${problem.subject}.`);
  return { status: 200, headers: {} };
}

function documentOf(body: Buffer): unknown {
  try {
    if (body.length <= LONGEST_DOCUMENT) return JSON.parse(body.toString('utf8'));
  } catch {
    // Told below.
  }
  throw new Ks3Error(400, 'MalformedJSON', 'The JSON you provided was not well-formed.');
}
