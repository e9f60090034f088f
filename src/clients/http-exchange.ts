import type { Dispatcher } from 'undici';
import { onAbort } from './on-abort.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/**
 * Sends one request and gives its whole answer as text. undici's `request` would make a stream, an async resource and a
 * body reader of every answer, which costs as much again as the exchange itself; a tail does nothing else all day.
 */
export function exchangeText(
  dispatcher: Pick<Dispatcher, 'dispatch'>,
  options: Dispatcher.DispatchOptions,
  signal: AbortSignal | undefined,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const chunks: Buffer[] = [];
    let status = 0;
    let headers: HttpAnswer['headers'] = {};
    let controller: Dispatcher.DispatchController | undefined;
    const abort = () => {
      const reason = signal?.reason;
      // A request that still waits for a connection has no controller yet; it is aborted when it starts.
      controller?.abort(reason);
      reject(reason);
    };
    const settled = signal ? onAbort(signal, abort) : () => {};
    dispatcher.dispatch(options, {
      onRequestStart(own) {
        controller = own;
        if (signal?.aborted) own.abort(signal.reason);
      },
      onResponseStart(_controller, statusCode, received) {
        [status, headers] = [statusCode, received];
      },
      onResponseData(_controller, chunk) {
        chunks.push(chunk);
      },
      onResponseEnd() {
        settled();
        resolve({ status, headers, text: textOf(chunks) });
      },
      onResponseError(_controller, error) {
        settled();
        reject(error);
      },
    });
  });
}

function textOf(chunks: readonly Buffer[]): string {
  const [only] = chunks;
  return chunks.length === 1 && only ? only.toString() : Buffer.concat(chunks).toString();
}
