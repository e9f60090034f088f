import { Failure, ServiceError, type ServiceName } from '../errors.ts';

/** What to do when no answer came, by Node's and undici's error codes. */
const REMEDIES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: start the emulator (`ossnotify emulator`) or correct --endpoint',
  ENOTFOUND: 'the host name does not resolve: check --region, --account and --endpoint, and the network',
  EAI_AGAIN: 'the host name could not be looked up just now: check the network',
  ETIMEDOUT: 'check the network and --network: internal and vpc hosts answer only inside Alibaba Cloud',
  ECONNRESET: 'the connection broke: try again, and check that --endpoint speaks this protocol',
  EPROTO: 'the TLS handshake failed: check http:// against https:// in --endpoint',
};

const SAME_AS: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_HEADERS_TIMEOUT: 'ETIMEDOUT',
  UND_ERR_BODY_TIMEOUT: 'ETIMEDOUT',
  RequestTimeoutError: 'ETIMEDOUT',
  UND_ERR_SOCKET: 'ECONNRESET',
  EPIPE: 'ECONNRESET',
  ERR_SSL_WRONG_VERSION_NUMBER: 'EPROTO',
};

const PHRASES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ENOTFOUND: 'has no address',
  EAI_AGAIN: 'could not be looked up',
  ETIMEDOUT: 'did not answer in time',
  ECONNRESET: 'broke the connection',
  EPROTO: 'does not speak TLS',
};

/** The error of a request that got no answer: no status, the system's code, and the host that was tried. */
export function unreachable(service: ServiceName, endpoint: string, error: unknown): ServiceError {
  const code = networkCode(error);
  return new ServiceError({
    service,
    code,
    message: `${endpoint} ${PHRASES[code] ?? `could not be reached (${code})`}`,
    hint: REMEDIES[code] ?? 'check --endpoint, --region and the network',
    cause: error,
  });
}

/** The system's code for a broken connection, `ETIMEDOUT` for every kind of time limit. */
export function networkCode(error: unknown): string {
  if (!(error instanceof Error)) return 'UnknownError';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return SAME_AS[code] ?? code;
}

/** Tells a broken link from a refusal that was foreseen and from a bug of ours. */
export function isNetworkError(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof Failure) return false;
  return error.name === 'RequestTimeoutError' || ('code' in error && typeof error.code === 'string');
}
