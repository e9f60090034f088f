import { counted } from '../domain/counted.ts';
import type { NotificationEvent } from '../domain/event.ts';
import { EXIT_CODES, Failure } from '../errors.ts';
import type { TuiSink } from '../tui/sink.ts';
import type { TailSummary } from '../use-cases/tail.ts';
import type { Context, ExitStatus } from './context.ts';
import { isLeftBehind, tellLeftBehind, tellUndeleted } from './left-behind.ts';
import { openInTime } from './open-in-time.ts';
import type { TailOptions } from './tail.ts';
import { type Forwarding, notDelivered } from './tail-forward.ts';
import { lastLook } from './tail-last-look.ts';
import { openSinks } from './tail-open-sinks.ts';
import { limitsOf, mustDeliver } from './tail-request.ts';
import { type OpenedSource, openTail } from './tail-source.ts';
import type { Watch } from './tail-watch.ts';

/** A tail of which all is open that needs no service. */
export interface PreparedTail {
  readonly options: TailOptions;
  readonly context: Context;
  /** The same, but for what is told on the screen. */
  readonly covered: Context;
  readonly screen: TuiSink | undefined;
  readonly accepts: (event: NotificationEvent) => boolean;
  readonly forwarding: Forwarding;
  readonly watch: Watch;
  /** Aborts when the user quits inside the terminal UI. */
  readonly quit: AbortSignal;
  /** Aborts then, or at a signal. */
  readonly signal: AbortSignal;
}

/** Opens the source and reads it until the end, for whatever reason that comes. */
export async function follow(prepared: PreparedTail): Promise<ExitStatus> {
  const { options, context, screen, quit, signal } = prepared;
  const closeFailed = (error: unknown) => tellLeftBehind(error, context);
  const limit = { timeoutMs: options.timeout, signal, system: context.system, closeFailed };
  const open = (until: AbortSignal) => openTail(options, prepared.covered, until);
  const inTime = await openInTime(open, limit).catch(async (error: unknown) => {
    await screen?.close();
    // Whoever wanted the end is told nothing else.
    if (signal.aborted && isLeftBehind(error)) closeFailed(error);
    if (!quit.aborted) throw error;
  });
  if (inTime) return read(prepared, inTime.opened, inTime.restMs);
  await screen?.close();
  if (quit.aborted) return endOf(quit);
  if (options.count !== undefined) throw cutShort(0, options.count);
  context.tell('the time was over before anything could be read');
  return 0;
}

async function read(
  prepared: PreparedTail,
  opened: OpenedSource,
  restMs: number | undefined,
): Promise<ExitStatus> {
  const { options, context, screen, watch, quit, signal } = prepared;
  let closing: Promise<void> | undefined;
  const closeSource = () => {
    closing ??= opened.close().catch((error: unknown) => tellLeftBehind(error, context));
    return closing;
  };
  try {
    screen?.rename(opened.names, opened.topics);
    const { sinks, undelivered } = await openSinks({ ...prepared, opened });
    const { tail } = await import('../use-cases/tail.ts');
    watch.begin();
    const summary = await tail({
      ...limitsOf(options, restMs),
      source: opened.source,
      ...(opened.record && { record: opened.record }),
      accepts: prepared.accepts,
      base64: options.decode,
      sinks,
      signal,
      system: context.system,
      ...lastLook(screen, signal, closeSource),
    }).finally(watch.sumUp);
    requireAll(summary, undelivered.count(), prepared);
    const undeleted = opened.undeleted?.();
    if (undeleted && !signal.aborted) throw undeleted;
    if (undeleted) tellUndeleted(undeleted, context);
    return endOf(quit);
  } catch (error) {
    // What is left behind has to be told on the terminal as it was.
    await screen?.close();
    const undeleted = opened.undeleted?.();
    if (undeleted && undeleted !== error) tellUndeleted(undeleted, context);
    throw error;
  } finally {
    await closeSource();
  }
}

/** @throws {Failure} where less came than was asked for, or something was not delivered that had to be. */
function requireAll(
  summary: TailSummary,
  undelivered: number,
  { options, signal, context }: PreparedTail,
): void {
  if (options.count !== undefined && summary.end === 'timeout') {
    throw cutShort(summary.shown, options.count, undelivered);
  }
  if (!signal.aborted && undelivered > 0 && mustDeliver(options, summary))
    throw notDelivered(undelivered, summary.messages, options, context.system.env);
}

/** `q` is a good end, Ctrl-C an interruption, wherever in the work it is pressed. */
function endOf(quit: AbortSignal): ExitStatus {
  return quit.reason === 'interrupt' ? EXIT_CODES.interrupted : 0;
}

function cutShort(shown: number, count: number, undelivered = 0): Failure {
  const events = `${shown} of ${counted(count, 'event')}`;
  if (undelivered > 0) {
    const refused = counted(undelivered, 'message was', 'messages were');
    return new Failure(
      'timeout',
      'count-not-reached',
      `${events} were handled in time; ${refused} not delivered`,
      { hint: 'give it a longer --timeout, and see that its receiver or command takes events' },
    );
  }
  return new Failure('timeout', 'count-not-reached', `${events} came in time`, {
    hint: 'give it a longer --timeout; ossnotify rule list shows whether a rule asks for these events',
  });
}
