import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { Extensions } from '../domain/cloudevent.ts';
import { counted } from '../domain/counted.ts';
import type { ForwardFormat } from '../domain/forward-request.ts';
import type { TailRecord } from '../domain/record.ts';
import type { RouteSpec } from '../domain/routes.ts';
import { Failure, UsageError } from '../errors.ts';
import type { DeadLetters } from '../sinks/dead-letters.ts';
import type { Sink } from '../sinks/sink.ts';
import type { Context } from './context.ts';

export interface ForwardFlags {
  readonly forward?: string | undefined;
  readonly route?: readonly RouteSpec[] | undefined;
  readonly forwardFormat: ForwardFormat;
  readonly deadLetter?: string | undefined;
  readonly exec?: string | undefined;
}

export const FORWARD_FORMAT_NAMES = ['cloudevents', 'binary', 'raw'] as const satisfies ForwardFormat[];

/** `'EVENTGLOB=URL'`, repeatable. */
export function route(value: string, previous: readonly RouteSpec[] | undefined): RouteSpec[] {
  const [, glob = '', url = ''] = /^([^=]+)=(.+)$/s.exec(value) ?? [];
  if (!isHttpUrl(url)) throw new InvalidArgumentError("It must be 'EVENTGLOB=http://...'.");
  return [...(previous ?? []), { glob: glob.trim(), url }];
}

/** Validates without touching anything; gives the URL of `--forward`, or of Knative's `K_SINK`. */
export function forwardUrl({ forward }: ForwardFlags, env: Context['system']['env']): string | undefined {
  const [value, origin] = forward === undefined ? [env['K_SINK'], 'K_SINK'] : [forward, '--forward'];
  if (value === undefined || (value === '' && origin === 'K_SINK')) return undefined;
  if (value === '' || value.startsWith('$(') || value.startsWith('$K')) throw notInjected(value, origin);
  if (isHttpUrl(value)) return value;
  throw new UsageError(
    'bad-url',
    `${origin} is no URL: ${value}`,
    'write it as http://HOST/PATH or https://HOST/PATH',
  );
}

/** A pod that starts before its binding has injected the variable gets the text as it is written. */
function notInjected(value: string, origin: string): UsageError {
  return new UsageError(
    'no-sink',
    `${origin} is ${value === '' ? 'empty' : `the unexpanded text ${value}`}: the sink's URL was not injected`,
    'in a manifest write "$(K_SINK)" and let a SinkBinding or ContainerSource set K_SINK; the next start gets it',
  );
}

export function isHttpUrl(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
}

/** What Knative's `ceOverrides` ask for. */
export async function ceOverrides({ system, tell }: Context): Promise<Extensions> {
  const text = system.env['K_CE_OVERRIDES'] ?? '';
  const { readOverrides } = await import('../domain/cloudevent.ts');
  const overrides = readOverrides(text);
  if (overrides === undefined) {
    throw new UsageError('bad-overrides', 'K_CE_OVERRIDES is not the JSON {"extensions":{"name":"value"}}');
  }
  if (overrides.refused.length > 0)
    tell(`warning: K_CE_OVERRIDES cannot set ${overrides.refused.join(', ')}; they are left out`);
  return overrides.extensions;
}

export interface Forwarding {
  /** Posts a record once more; absent where nothing is forwarded. */
  readonly again: ((record: TailRecord) => Promise<string>) | undefined;
  /** The sinks of `--forward` and `--exec`, as far as they are asked for. */
  open(context: Context, manner: ForwardManner): Promise<Sink[]>;
}

export interface ForwardManner {
  /** Beside the terminal UI nothing is printed. */
  readonly isOnScreen: boolean;
  /** What becomes of a message that was refused: `stays in its queue`. */
  readonly ifRefused: string;
  /** Whether it comes again by itself. */
  readonly comesAgain: boolean;
  /** Called for what has gone to the dead letters. */
  readonly buried: () => void;
}

/**
 * Validates, and opens the file of dead letters, before anything is connected: what cannot be kept needs no queue.
 * @throws {Failure} for an argument or a file that cannot be used
 */
export async function createForwarding(flags: ForwardFlags, context: Context): Promise<Forwarding> {
  const { env } = context.system;
  const isAsked = forwardUrl(flags, env) !== undefined || (flags.route ?? []).length > 0;
  if (flags.deadLetter !== undefined && !isAsked) throw nothingToBury('--forward or --route');
  const overrides = isAsked ? await ceOverrides(context) : {};
  const deadLetters =
    flags.deadLetter === undefined ? undefined : await openDeadLetters(flags.deadLetter, context);
  let forward: Forward | undefined;
  return {
    again: isAsked
      ? async (record) => forward?.again(record) ?? 'not connected yet: press r again'
      : undefined,
    async open(covered, manner) {
      if (isAsked) forward = await openForward(flags, covered, { ...manner, overrides, deadLetters });
      return [...(forward ? [forward.sink] : []), ...(await execSinks(flags, covered, manner))];
    },
  };
}

export function nothingToBury(needed: string): UsageError {
  return new UsageError(
    'lone-option',
    `--dead-letter needs ${needed}`,
    'it keeps what a receiver refuses; --record FILE keeps everything',
  );
}

/** Where nothing comes again, what was not delivered is a failure of the whole. */
export function notDelivered(
  count: number,
  messages: number,
  flags: ForwardFlags,
  env: Context['system']['env'],
): Failure {
  return new Failure(
    'failure',
    'not-delivered',
    `${count} of ${counted(messages, 'message was', 'messages were')} not delivered`,
    { hint: deliveryHint(flags, env) },
  );
}

function deliveryHint(flags: ForwardFlags, env: Context['system']['env']): string {
  const { route = [], deadLetter, exec } = flags;
  const isForwarded = forwardUrl(flags, env) !== undefined || route.length > 0;
  if (!isForwarded || (deadLetter !== undefined && exec !== undefined))
    return 'the command must end with 0 for each event; without --quiet its failures are told';
  return deadLetter === undefined
    ? '--dead-letter FILE keeps what a receiver refuses, for ossnotify replay'
    : 'the end came before the receiver had taken them: run it again once it does';
}

async function execSinks(
  { exec }: ForwardFlags,
  { system, tell }: Context,
  { isOnScreen, ifRefused }: ForwardManner,
) {
  if (exec === undefined) return [];
  const { execSink, printAsTold, printTo } = await import('../sinks/exec.ts');
  // With its stderr elsewhere (`2> file`) the command's output disturbs no screen.
  const print = isOnScreen && system.stderr.isTTY ? printAsTold(tell) : printTo(system.stderr);
  return [execSink({ command: exec, system, print, tell, ifRefused })];
}

interface Forward {
  readonly sink: Sink;
  readonly again: (record: TailRecord) => Promise<string>;
}

interface OpenManner extends ForwardManner {
  readonly overrides: Extensions;
  readonly deadLetters: DeadLetters | undefined;
}

async function openForward(flags: ForwardFlags, context: Context, manner: OpenManner): Promise<Forward> {
  const { system, tell } = context;
  const { forwardFormat: format, route: routes = [] } = flags;
  const { overrides, deadLetters, ifRefused, comesAgain, buried } = manner;
  const [{ forwardSink }, { forwardAgain }, { createHttpPoster }, { compileRoutes }] = await Promise.all([
    import('../sinks/forward.ts'),
    import('../sinks/forward-again.ts'),
    import('../sinks/http-poster.ts'),
    import('../domain/routes.ts'),
  ]);
  const extraCa = system.env['K_CA_CERTS'];
  const options = {
    poster: createHttpPoster(extraCa ? { extraCa } : {}),
    route: compileRoutes(routes, forwardUrl(flags, system.env)),
    format,
    overrides,
  };
  const burial = deadLetters && { deadLetters, buried };
  const sink = forwardSink({ ...options, ...burial, ifRefused, comesAgain, tell, system });
  return { sink, again: (record) => forwardAgain(record, options) };
}

async function openDeadLetters(file: string, { system }: Context) {
  const [{ resolve }, { deadLetterFile }] = await Promise.all([
    import('node:path'),
    import('../sinks/dead-letters.ts'),
  ]);
  return deadLetterFile(resolve(system.cwd, file));
}
