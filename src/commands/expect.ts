import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { counted } from '../domain/counted.ts';
import { Failure } from '../errors.ts';
import type { Sink } from '../sinks/sink.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { createExpectAccount, NEVER_LISTENED } from './expect-account.ts';
import { isLeftBehind, tellLeftBehind, tellUndeleted } from './left-behind.ts';
import { openInTime } from './open-in-time.ts';
import { duration, listed, positiveInteger, regularExpressions, repeated } from './option-values.ts';
import { requireSoundFilter } from './tail-filter-check.ts';
import { type OutputChoice, tailOutputOption } from './tail-output.ts';
import { clockSinks, outputSink } from './tail-sinks.ts';
import { openTail, requireOneSource } from './tail-source.ts';

interface ExpectOptions {
  readonly topics: readonly string[];
  readonly rule?: readonly string[] | undefined;
  readonly bucket?: string | undefined;
  readonly queue?: string | undefined;
  readonly event?: readonly string[] | undefined;
  readonly key?: readonly string[] | undefined;
  readonly bucketName?: readonly string[] | undefined;
  readonly grep?: readonly RegExp[] | undefined;
  readonly count: number;
  readonly timeout: number;
  readonly output?: OutputChoice | undefined;
}

const DEFAULT_TIMEOUT_MS = 60_000;

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('expect')
    .description('wait for events and say by the exit code whether they came: 0, or 7 when not in time')
    .argument('[topic...]', 'topics to listen on, each through a temporary queue and subscription')
    .option('--rule <name>', 'the topic of this rule, with all others named (repeatable)', listed)
    .option('--bucket <bucket>', "the topics of all of this bucket's rules, with all others named")
    .option('--queue <queue>', 'listen on this queue; its messages are deleted, matching or not')
    .option('--event <glob>', 'event types that count (repeatable)', listed)
    .option('--key <glob>', 'keys that count (repeatable)', repeated)
    .option('--bucket-name <name>', 'buckets that count (repeatable)', listed)
    .option('--grep <regex>', 'only events whose JSON matches (repeatable)', regularExpressions)
    .option('-n, --count <n>', 'how many different events', positiveInteger, 1)
    .option('--timeout <duration>', 'how long to wait, such as 20s or 5m (default: 1m)', duration)
    .addOption(tailOutputOption())
    .action((topics, { timeout = DEFAULT_TIMEOUT_MS, ...flags }) => act(run, { topics, timeout, ...flags }));
}

export async function run(options: ExpectOptions, context: Context): Promise<ExitStatus> {
  requireOneSource(options);
  await requireSoundFilter(options, context.tell);
  const { event: events, key: keys, bucketName: buckets, grep, count, timeout } = options;
  const { compileFilter } = await import('../domain/filter.ts');
  const accepts = compileFilter({ events, keys, buckets, grep });
  const { signal, system } = context;
  const closeFailed = (error: unknown) => tellLeftBehind(error, context);
  const source = { ...options, waitSeconds: 30, deletesUnmatched: true } as const;
  const inTime = await openInTime((until) => openTail(source, context, until), {
    timeoutMs: timeout,
    signal,
    system,
    closeFailed,
  }).catch((error: unknown) => {
    // Whoever wanted the end is told nothing else.
    if (signal.aborted && isLeftBehind(error)) closeFailed(error);
    throw error;
  });
  if (inTime === undefined) throw notMet(0, options, NEVER_LISTENED);
  const { opened, restMs: timeoutMs = timeout } = inTime;
  try {
    const { tail } = await import('../use-cases/tail.ts');
    const { statusSink } = await import('../sinks/status.ts');
    const status = statusSink(context.tell, opened.names, opened.links);
    const account = createExpectAccount();
    const shown = await (options.output ? outputSink(options.output, context) : undecodableSink(context));
    const sinks: Sink[] = [status, ...(await clockSinks(opened, [status])), account.sink, shown];
    const limits = { count, countsOnce: true, timeoutMs, signal, system };
    const summary = await tail({ source: opened.source, accepts, sinks, ...limits });
    if (summary.end === 'timeout') throw notMet(summary.shown, options, account.hint(summary.messages));
    return 0;
  } finally {
    const undeleted = opened.undeleted?.();
    // The exit code says whether the events came; the next `expect` must not take these for new ones.
    if (undeleted) tellUndeleted(undeleted, context);
    await opened.close().catch(closeFailed);
  }
}

/** Also under --quiet: what cannot be decoded is gone from its queue then, and must be seen somewhere. */
async function undecodableSink({ system, colors, globals }: Context): Promise<Sink> {
  const { lineFormatter } = await import('../sinks/lines.ts');
  const format = lineFormatter({ colors: colors('stderr'), utc: globals.utc === true });
  return {
    write(record) {
      if (record.kind === 'undecodable') system.stderr.write(`${format(record)}\n`);
    },
    close: () => {},
  };
}

function notMet(shown: number, { count }: ExpectOptions, hint: string): Failure {
  return new Failure(
    'timeout',
    'expectation-not-met',
    `${shown} of ${counted(count, 'expected event')} came in time`,
    { hint },
  );
}
