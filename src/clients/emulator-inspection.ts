import { request } from 'undici';
import { Failure } from '../errors.ts';
import type { Inspectable } from './inspectable.ts';

export interface InspectionRequest {
  /** Base URL of the emulator. */
  readonly endpoint: string;
  /** One kind of thing, or the messages of a queue, or everything. */
  readonly what: Inspectable | { readonly queue: string } | 'all';
  readonly signal: AbortSignal;
}

/** What an emulator holds, as its own API tells; nothing is consumed. */
export async function inspectEmulator({ endpoint, what, signal }: InspectionRequest): Promise<unknown> {
  const { statusCode, body } = await request(`${endpoint}/_emulator${pathOf(what)}`, {
    headers: { accept: 'application/json' },
    signal,
  }).catch((error: unknown) => {
    throw signal.aborted ? error : noEmulator(endpoint, error);
  });
  const text = await body.text();
  if (statusCode === 404 && typeof what === 'object') throw noQueue(what.queue);
  if (statusCode !== 200) throw noEmulator(endpoint, `status ${statusCode}`);
  return parse(text) ?? notOurs(endpoint);
}

function pathOf(what: InspectionRequest['what']): string {
  if (what === 'all') return '';
  return typeof what === 'string' ? `/${what}` : `/queues/${encodeURIComponent(what.queue)}/messages`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notOurs(endpoint: string): never {
  throw noEmulator(endpoint, 'what answers there is no emulator');
}

function noEmulator(endpoint: string, cause: unknown): Failure {
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  return new Failure('failure', 'no-emulator', `no emulator answers at ${endpoint}: ${reason}`, {
    hint: 'start one with: ossnotify emulator; one on another port is named by --endpoint or OSSNOTIFY_ENDPOINT',
    cause,
  });
}

function noQueue(queue: string): Failure {
  return new Failure('not-found', 'QueueNotExist', `the emulator has no queue ${queue}`, {
    hint: 'ossnotify emulator inspect queues lists them',
  });
}
