import { Problem, type ProblemKind } from '../../core/problem.ts';

/** Codes and texts of the OSS API reference. */
const CODES = {
  AccessDenied: [403, 'You have no right to access this object because of bucket acl.'],
  InvalidAccessKeyId: [403, 'The OSS Access Key Id you provided does not exist in our records.'],
  SignatureDoesNotMatch: [
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
  RequestTimeTooSkewed: [403, 'The difference between the request time and the current time is too large.'],
  AuthorizationExpired: [403, 'The request has expired.'],
  InvalidArgument: [400, 'The argument is invalid.'],
  InvalidTag: [400, 'The tag you provided is invalid.'],
  InvalidDigest: [400, 'The Content-MD5 you specified is not valid.'],
  MalformedXML: [
    400,
    'The XML you provided was not well-formed or did not validate against our published schema.',
  ],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed object size.'],
  EntityTooSmall: [400, 'Your proposed upload smaller than the minimum allowed size.'],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  ServiceUnavailable: [503, 'Please reduce your request rate.'],
  TooManyRequests: [429, 'Please reduce your request rate.'],
  NotImplemented: [501, 'A header you provided implies functionality that is not implemented.'],
  NoSuchBucket: [404, 'The specified bucket does not exist.'],
  BucketAlreadyExists: [409, 'The requested bucket name is not available.'],
  BucketNotEmpty: [409, 'The bucket you tried to delete is not empty.'],
  InvalidBucketName: [400, 'The specified bucket is not valid.'],
  NoSuchVersion: [404, 'The specified version does not exist.'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  InvalidObjectName: [400, 'The specified object is not valid.'],
  NoSuchUpload: [404, 'The specified upload does not exist.'],
  InvalidPart: [
    400,
    'One or more of the specified parts could not be found or the specified entity tag might not have matched the part.',
  ],
  InvalidPartOrder: [400, 'The list of parts was not in ascending order.'],
  PositionNotEqualToLength: [409, 'Position is not equal to file length'],
  ObjectNotAppendable: [409, 'The object is not appendable'],
  FileAlreadyExists: [409, 'The object you specified already exists and can not be overwritten.'],
  SymlinkTargetNotExist: [404, 'The symlink target object does not exist'],
  NotSymlink: [400, 'The object is not symlink'],
  PreconditionFailed: [412, 'At least one of the pre-conditions you specified did not hold.'],
  NotModified: [304, ''],
  InvalidRange: [416, 'The requested range is not satisfiable'],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  InvalidObjectState: [403, "The operation is not valid for the object's state"],
  OperationNotSupported: [400, 'The operation is not supported for this resource'],
  RestoreAlreadyInProgress: [409, 'The restore operation is in progress.'],
  InvalidPolicyDocument: [400, 'Invalid Policy.'],
  MalformedPOSTRequest: [400, 'The body of your POST request is not well-formed multipart/form-data.'],
  CallbackFailed: [203, 'Error status : -1.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type OssCode = keyof typeof CODES;

export class OssError extends Error {
  readonly code: OssCode;
  readonly status: number;
  /** Further elements of the error document. */
  readonly details: Readonly<Record<string, string>>;
  /** Further headers of the answer. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: OssCode,
    message: string = CODES[code][1],
    details: Readonly<Record<string, string>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.code = code;
    this.status = CODES[code][0];
    this.details = details;
    this.headers = headers;
  }
}

const CODE_OF: Partial<Record<ProblemKind, OssCode>> = {
  'bucket-missing': 'NoSuchBucket',
  'bucket-name-invalid': 'InvalidBucketName',
  'bucket-not-empty': 'BucketNotEmpty',
  'key-missing': 'NoSuchKey',
  'version-missing': 'NoSuchVersion',
  'version-is-marker': 'MethodNotAllowed',
  'key-invalid': 'InvalidObjectName',
  'upload-missing': 'NoSuchUpload',
  'part-invalid': 'InvalidPart',
  'part-order-invalid': 'InvalidPartOrder',
  'part-too-small': 'EntityTooSmall',
  'position-mismatch': 'PositionNotEqualToLength',
  'not-appendable': 'ObjectNotAppendable',
  'symlink-target-missing': 'SymlinkTargetNotExist',
  'restore-in-progress': 'RestoreAlreadyInProgress',
  'restore-not-needed': 'OperationNotSupported',
};

export function ossErrorOf({ kind, subject }: Problem): OssError {
  const code = CODE_OF[kind] ?? 'InvalidArgument';
  if (code === 'NoSuchBucket') return new OssError(code, undefined, { BucketName: subject });
  if (code === 'NoSuchKey') return new OssError(code, undefined, { Key: subject });
  return new OssError(code, code === 'InvalidArgument' ? `The value of ${subject} is invalid.` : undefined);
}

/** The value, or the refusal thrown. */
export function settled<Value>(result: Value | Problem): Value {
  if (result instanceof Problem) throw ossErrorOf(result);
  return result;
}
