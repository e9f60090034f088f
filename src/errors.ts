/** The kinds of failure that a user can meet; `main` alone turns them into text and an exit code. */
export type FailureKind =
  | 'failure'
  | 'usage'
  | 'findings'
  | 'authentication'
  | 'not-found'
  | 'conflict'
  | 'timeout'
  | 'interrupted'
  | 'terminated';

/** Exit codes are part of the command line's contract: scripts depend on them. */
export const EXIT_CODES = {
  failure: 1,
  usage: 2,
  findings: 3,
  authentication: 4,
  'not-found': 5,
  conflict: 6,
  timeout: 7,
  interrupted: 130,
  terminated: 143,
} as const satisfies Record<FailureKind, number>;

export interface FailureDetails {
  /** What to do about it, as one sentence or one command. */
  readonly hint?: string;
  readonly requestId?: string;
  readonly cause?: unknown;
}

/** A failure that was foreseen: a code for programs, one line for people, and a way out. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly code: string;
  readonly hint: string | undefined;
  readonly requestId: string | undefined;

  constructor(kind: FailureKind, code: string, message: string, details: FailureDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'Failure';
    this.kind = kind;
    this.code = code;
    this.hint = details.hint;
    this.requestId = details.requestId;
  }
}

export class UsageError extends Failure {
  constructor(code: string, message: string, hint?: string) {
    super('usage', code, message, hint === undefined ? {} : { hint });
    this.name = 'UsageError';
  }
}

/** Work that was left half-way by another failure, which even whoever stopped it has to know. */
export class HalfDone extends Failure {
  constructor(cause: Failure, message: string, hint: string | undefined = cause.hint) {
    const { kind, code, requestId } = cause;
    super(kind, code, message, {
      ...(hint !== undefined && { hint }),
      ...(requestId !== undefined && { requestId }),
      cause,
    });
    this.name = 'HalfDone';
  }
}

/** Of work that a signal ended half-way, and that has something to tell of it. */
export function interruption(signal: AbortSignal): Failure {
  const kind = signal.reason === 'SIGINT' ? 'interrupted' : 'terminated';
  return new Failure(kind, kind, kind);
}

export interface ServiceErrorDetails extends FailureDetails {
  readonly service: ServiceName;
  /** The service's own error code, or `ECONNREFUSED` and the like when it was not reached. */
  readonly code: string;
  readonly message: string;
  /** HTTP status; absent when no answer came. */
  readonly status?: number;
  /** How long the service asks to be left alone. */
  readonly retryAfterMs?: number;
}

export type ServiceName = 'MNS' | 'MNS-Open' | 'OSS' | 'KS3' | 'credentials';

/** A service refused a request, or could not be reached. */
export class ServiceError extends Failure {
  readonly service: ServiceName;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(details: ServiceErrorDetails) {
    super(kindOf(details), details.code, details.message, details);
    this.name = 'ServiceError';
    this.service = details.service;
    this.status = details.status;
    this.retryAfterMs = details.retryAfterMs;
  }
}

const AUTHENTICATION_CODES =
  /^(AccessDenied|InvalidAccessKeyId|SignatureDoesNotMatch|NoPermission|Forbidden|InvalidSecurityToken|SecurityTokenExpired|TimeExpired|RequestTimeTooSkewed|InvalidTimeStamp|no-credentials)/;
const NOT_FOUND_CODES = /^(RESOURCE_NOT_FOUND|ResourceNotFound|NoSuch)|NotExist$/;
const CONFLICT_CODES = /AlreadyExist|Conflict|Overlap|QuotaExceeded|LimitExceeded$/i;

function kindOf({ code, status }: ServiceErrorDetails): FailureKind {
  if (AUTHENTICATION_CODES.test(code) || status === 401 || status === 403) return 'authentication';
  if (NOT_FOUND_CODES.test(code) || status === 404) return 'not-found';
  if (code === 'QpsLimitExceeded') return 'failure';
  if (CONFLICT_CODES.test(code) || status === 409) return 'conflict';
  return 'failure';
}

const FILE_REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full: make room, and start again; what was not written was not taken from its queue',
  EACCES: 'choose a file that this user may use',
  EISDIR: 'name a file, not a folder',
  ENOENT: 'check the name and its folder',
};

/** A file that cannot be used, by the system's code. */
export function fileFailure(error: unknown, path: string, use: 'read' | 'write'): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
  const kind = code === 'ENOENT' && use === 'read' ? 'not-found' : 'failure';
  const hint = FILE_REMEDIES[code] ?? 'check the file and its disk';
  return new Failure(kind, code, `cannot ${use} ${path}: ${code}`, { hint, cause: error });
}

/** An address that cannot be listened on, by the system's code. */
export function listenFailure(error: unknown, host: string, port: number): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'EIO';
  const hint = LISTEN_REMEDIES[code] ?? 'choose another port; port 0 picks a free one';
  return new Failure('failure', code, `cannot listen on ${host}:${port}: ${code}`, { hint, cause: error });
}

const LISTEN_REMEDIES: Readonly<Record<string, string>> = {
  EADDRNOTAVAIL: 'the host must be an address of this computer, such as 127.0.0.1 or 0.0.0.0',
  ENOTFOUND: 'the host must be an address of this computer, such as 127.0.0.1 or 0.0.0.0',
  EACCES: 'ports below 1024 need more rights; choose another port, such as 8080',
};
