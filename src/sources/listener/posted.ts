/** What passes between the listener's server and the readers of its protocols. */
import type { PushedMessage } from './handover.ts';

/** A request whose body is there; header names in small letters. */
export interface PostedRequest {
  readonly method: string;
  /** Path and query exactly as received. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Names of headers that came more than once. */
  readonly repeated: ReadonlySet<string>;
  readonly body: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What a request turned out to be. */
export type Reading =
  | {
      readonly kind: 'messages';
      readonly messages: readonly PushedMessage[];
      /** Once every sink has accepted all of them. */
      readonly answer: Answer;
      /** A sender that repeats what was accepted already gets the answer, and the message is not shown again. */
      readonly once?: string;
    }
  | { readonly kind: 'refused'; readonly status: number; readonly reason: string };

/** One kind of push: how large it may be and how it is read. */
export interface Protocol {
  /** For people, with its article. */
  readonly name: string;
  readonly methods: readonly string[];
  readonly largestBytes: number;
  read(request: PostedRequest): Reading | Promise<Reading>;
}

export function refused(status: number, reason: string): Reading {
  return { kind: 'refused', status, reason };
}
