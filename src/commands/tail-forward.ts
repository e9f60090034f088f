import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { Extensions } from '../domain/cloudevent.ts';
import type { ForwardFormat } from '../domain/forward-request.ts';
import type { TailRecord } from '../domain/record.ts';
import type { RouteSpec } from '../domain/routes.ts';
import { UsageError } from '../errors.ts';
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

function isHttpUrl(value: string): boolean {
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
  /** The sinks of `--forward` and `--exec`, as far as they are asked for; beside the terminal UI nothing is printed. */
  open(context: Context, isOnScreen: boolean): Promise<Sink[]>;
}

/** Validates without touching anything, so that the screen can open before anything is connected. */
export function createForwarding(flags: ForwardFlags, { system }: Context): Forwarding {
  const isAsked = forwardUrl(flags, system.env) !== undefined || (flags.route ?? []).length > 0;
  let forward: Forward | undefined;
  return {
    again: isAsked
      ? async (record) => forward?.again(record) ?? 'not connected yet: press r again'
      : undefined,
    async open(context, isOnScreen) {
      if (isAsked) forward = await openForward(flags, context);
      return [...(forward ? [forward.sink] : []), ...(await execSinks(flags, context, isOnScreen))];
    },
  };
}

/** For what has no screen. */
export function forwardSinks(flags: ForwardFlags, context: Context): Promise<Sink[]> {
  return createForwarding(flags, context).open(context, false);
}

async function execSinks({ exec }: ForwardFlags, { system, tell }: Context, isOnScreen: boolean) {
  if (exec === undefined) return [];
  const { execSink, printAsTold, printTo } = await import('../sinks/exec.ts');
  // With its stderr elsewhere (`2> file`) the command's output disturbs no screen.
  const print = isOnScreen && system.stderr.isTTY ? printAsTold(tell) : printTo(system.stderr);
  return [execSink({ command: exec, system, print, tell })];
}

interface Forward {
  readonly sink: Sink;
  readonly again: (record: TailRecord) => Promise<string>;
}

async function openForward(flags: ForwardFlags, context: Context): Promise<Forward> {
  const { system, tell } = context;
  const { forwardFormat: format, deadLetter, route: routes = [] } = flags;
  const [{ FORWARD_WIDTH, forwardSink }, { forwardAgain }, { createHttpPoster }, { compileRoutes }] =
    await Promise.all([
      import('../sinks/forward.ts'),
      import('../sinks/forward-again.ts'),
      import('../sinks/http-poster.ts'),
      import('../domain/routes.ts'),
    ]);
  const extraCa = system.env['K_CA_CERTS'];
  const options = {
    poster: createHttpPoster({ connections: FORWARD_WIDTH, ...(extraCa && { extraCa }) }),
    route: compileRoutes(routes, forwardUrl(flags, system.env)),
    format,
    overrides: await ceOverrides(context),
  };
  const deadLetters =
    deadLetter === undefined ? {} : { deadLetters: await openDeadLetters(deadLetter, context) };
  const sink = forwardSink({ ...options, ...deadLetters, tell, system });
  return { sink, again: (record) => forwardAgain(record, options) };
}

async function openDeadLetters(file: string, { system }: Context) {
  const [{ resolve }, { deadLetterFile }] = await Promise.all([
    import('node:path'),
    import('../sinks/dead-letters.ts'),
  ]);
  return deadLetterFile(resolve(system.cwd, file));
}
