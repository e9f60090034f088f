import { Problem, type ProblemKind } from '../../core/problem.ts';

/** The service's own texts, misspellings included (error table of the MNS documentation). */
const CODES = {
  AccessDenied: [403, 'The OwnerId that your Access Key Id associated to is forbidden for this operation.'],
  InvalidAccessKeyId: [403, 'The AccessKey Id you provided is not exist.'],
  SignatureDoesNotMatch: [
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
  InternalError: [500, 'Interal error.'],
  InvalidAuthorizationHeader: [400, 'The Authorization header format is invalid.'],
  MissingAuthorizationHeader: [400, 'Authorization header is required.'],
  InvalidDateHeader: [400, 'The Date header format is invalid.'],
  MissingDateHeader: [400, 'Date header is required.'],
  TimeExpired: [408, 'The http request you sent is expired.'],
  InvalidDegist: [400, 'The Content-MD5 you specified is invalid.'],
  InvalidArgument: [400, 'The XML you provided did not validate against our published schema.'],
  InvalidRequestURL: [400, 'Http request URL format invalid.'],
  InvalidQueryString: [400, 'Http request URL contains invalid querystring item.'],
  MalformedXML: [400, 'The XML you provided was not well-formed.'],
  MissingReceiptHandle: [400, 'ReceiptHandle is required.'],
  MissingVisibilityTimeout: [400, 'VisibilityTimeout is required.'],
  ReceiptHandleError: [400, 'The receipt handle you provide is not valid.'],
  MessageNotExist: [404, 'Message not exist.'],
  QueueNotExist: [404, 'The queue name you provided is not exist.'],
  QueueAlreadyExist: [409, 'The queue you want to create is already exist.'],
  InvalidQueueName: [
    400,
    'The queue name you provided is invalid. QueueName should start with alpha and contain only alpha, digit or - .',
  ],
  QueueNameLengthError: [400, 'Queue name length should between 1 and 256.'],
  QpsLimitExceeded: [400, 'The qps limit of the queue is exceeded'],
  TooManyRequests: [429, 'Too many requests.'],
  ServiceUnavailable: [503, 'The service is unavailable.'],
  TopicAlreadyExist: [409, 'The topic you want to create is already exist.'],
  TopicNotExist: [404, 'The topic name you provided is not exist.'],
  TopicNameInvalid: [
    400,
    'The topic name you provided is invalid. TopicName should start with alpha or digit and contain only alpha, digit or -.',
  ],
  TopicNameLengthError: [400, 'Topic name length should between 1 and 255.'],
  SubscriptionNameInvalid: [
    400,
    'The subscription name you provided is invalid. SubscriptionName should start with alpha or digit and contain only alpha, digit or -.',
  ],
  SubscriptionNameLengthError: [400, 'Subscription name length should between 1 and 255.'],
  SubscriptionNotExist: [404, 'The subscription name you provided is not exist.'],
  SubscriptionAlreadyExist: [409, 'The subscription you want to create is already exist.'],
  EndpointInvalid: [400, 'The endpoint you provided is invalid.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type MnsCode = keyof typeof CODES;

/** A refusal in the service's own terms; the family's dispatcher turns it into an answer. */
export class MnsError extends Error {
  readonly code: MnsCode;
  readonly status: number;

  constructor(code: MnsCode, message: string = CODES[code][1]) {
    super(message);
    this.code = code;
    this.status = CODES[code][0];
  }
}

const CODE_OF: Partial<Record<ProblemKind, MnsCode>> = {
  'queue-missing': 'QueueNotExist',
  'queue-exists': 'QueueAlreadyExist',
  'queue-name-invalid': 'InvalidQueueName',
  'queue-name-length': 'QueueNameLengthError',
  'topic-missing': 'TopicNotExist',
  'topic-exists': 'TopicAlreadyExist',
  'topic-name-invalid': 'TopicNameInvalid',
  'topic-name-length': 'TopicNameLengthError',
  'subscription-missing': 'SubscriptionNotExist',
  'subscription-exists': 'SubscriptionAlreadyExist',
  'subscription-name-invalid': 'SubscriptionNameInvalid',
  'subscription-name-length': 'SubscriptionNameLengthError',
  'endpoint-invalid': 'EndpointInvalid',
  'message-missing': 'MessageNotExist',
  'receipt-invalid': 'ReceiptHandleError',
};

export function mnsErrorOf(problem: Problem): MnsError {
  const code = CODE_OF[problem.kind];
  return code === undefined ? invalidArgument(problem) : new MnsError(code);
}

export const MESSAGE_TOO_LONG = 'The length of message must not be larger than MaximumMessageSize.';

function invalidArgument({ kind, subject, bounds }: Problem): MnsError {
  if (kind === 'message-too-long') return new MnsError('InvalidArgument', MESSAGE_TOO_LONG);
  if (kind === 'quota-exceeded')
    return new MnsError('InvalidArgument', `The number of ${subject} exceeds its limit.`);
  return bounds === undefined ? schemaError(subject) : rangeError(subject, bounds.low, bounds.high);
}

/** Names the item as it stands in the URL. */
export const queryError = (name: string): MnsError =>
  new MnsError('InvalidQueryString', `Http request URL contains invalid querystring item "${name}".`);

export const schemaError = (cause: string): MnsError =>
  new MnsError(
    'InvalidArgument',
    `The XML you provided did not validate against our published schema, cause by ${cause}.`,
  );

export function rangeError(word: string, low: number, high: number): MnsError {
  const unit =
    word === 'MaximumMessageSize' ? ' bytes' : /Seconds|Timeout|Period/i.test(word) ? ' seconds' : '';
  return new MnsError('InvalidArgument', `The value of ${word} should between ${low} and ${high}${unit}.`);
}

/** The value, or the refusal thrown. */
export function settled<Value>(result: Value | Problem): Value {
  if (result instanceof Problem) throw mnsErrorOf(result);
  return result;
}
