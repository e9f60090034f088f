import type { ApiFamily } from './api-family.ts';
import type { Answer, WireRequest } from './wire-request.ts';

/** One request and its answer; no secrets, no bodies. */
export interface RequestLogEntry {
  /** RFC 3339, by the emulator's clock. */
  readonly time: string;
  readonly family: ApiFamily;
  /** Such as `SendMessage`. */
  readonly operation: string;
  readonly method: string;
  readonly target: string;
  /** 0 where the connection was cut instead. */
  readonly status: number;
  readonly requestId: string;
  readonly durationMs: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly sourceIp: string;
  /** The fault that the emulator was told to make. */
  readonly fault?: string;
}

/** Signatures and session tokens under every service's name for them; `x-oss-signature-version` and its like are none. */
const SECRETS =
  /((?:^|[?&])(?:(?:x-(?:oss|kss|amz|acs)-)?(?:signature|security-token)|securitytoken)=)[^&]*/gi;

export interface Exchange {
  readonly request: WireRequest;
  readonly family: ApiFamily;
  readonly operation: string;
  readonly answer: Answer | 'drop';
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  readonly fault: string | undefined;
}

/** What is kept of an exchange; written out only when somebody asks, since most entries are dropped unread. */
type Noted = Omit<RequestLogEntry, 'time' | 'fault'> & {
  readonly startedAtMs: number;
  readonly fault: string | undefined;
};

function noted({ request, family, operation, answer, startedAtMs, endedAtMs, fault }: Exchange): Noted {
  const body = answer === 'drop' ? undefined : answer.body;
  return {
    startedAtMs,
    family,
    operation,
    method: request.method,
    target: request.target,
    status: answer === 'drop' ? 0 : answer.status,
    requestId: request.id,
    durationMs: endedAtMs - startedAtMs,
    bytesIn: request.body.length,
    bytesOut: body === undefined ? 0 : Buffer.byteLength(body),
    sourceIp: request.sourceIp,
    fault,
  };
}

function entryOf({ startedAtMs, fault, ...note }: Noted): RequestLogEntry {
  return {
    time: new Date(startedAtMs).toISOString(),
    ...note,
    target: note.target.replace(SECRETS, '$1***'),
    ...(fault === undefined ? {} : { fault }),
  };
}

const KEPT = 1000;

/** The newest requests, for inspection, and whoever wants each of them. */
export class RequestLog {
  #noted: Noted[] = [];
  readonly #write: ((entry: RequestLogEntry) => void) | undefined;

  constructor(write?: (entry: RequestLogEntry) => void) {
    this.#write = write;
  }

  /** Oldest first. */
  all(): readonly RequestLogEntry[] {
    return this.#noted.slice(-KEPT).map(entryOf);
  }

  clear(): void {
    this.#noted = [];
  }

  add(exchange: Exchange): void {
    const note = noted(exchange);
    this.#noted.push(note);
    if (this.#noted.length > 2 * KEPT) this.#noted = this.#noted.slice(-KEPT);
    this.#write?.(entryOf(note));
  }
}
