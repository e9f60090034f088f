import type { PushResult } from './pushes.ts';

/** A request of the emulator to a URL that a client of its gave it. */
export interface CallOutRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface CallOutResult extends PushResult {
  /** The body of the reply. */
  readonly reply: string;
}

/** Never rejects: what goes wrong is an outcome. */
export type CallOut = (request: CallOutRequest) => Promise<CallOutResult>;
