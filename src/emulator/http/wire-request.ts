import type { Query } from './query.ts';

/** A request as it came over the wire, read to its end; nothing in it is decoded yet. */
export interface WireRequest {
  /** 24 hex digits, given back to the client. */
  readonly id: string;
  readonly method: string;
  /** Path and query exactly as sent: signatures are taken over it. */
  readonly target: string;
  readonly path: string;
  readonly query: Query;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly sourceIp: string;
  /** Calls back once when the client has gone before its answer. */
  readonly whenGone: (then: () => void) => void;
}

/** A request whose body is still on its way. */
export type RequestHead = Omit<WireRequest, 'body'>;

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}
