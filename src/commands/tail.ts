import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { Base64Use } from '../domain/envelope.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { givenFlags, requireOfUse } from './idle-options.ts';
import {
  bufferSize,
  byteSize,
  duration,
  listed,
  notEmpty,
  positiveInteger,
  regularExpressions,
  repeated,
  urlPath,
  waitSeconds,
} from './option-values.ts';
import { TAIL_DEPENDENCES } from './tail-dependences.ts';
import { requireSoundFilter } from './tail-filter-check.ts';
import { follow } from './tail-follow.ts';
import { createForwarding, FORWARD_FORMAT_NAMES, type ForwardFlags, route } from './tail-forward.ts';
import { type ListenAddress, listenAddress } from './tail-health.ts';
import { type OutputChoice, tailOutputOption } from './tail-output.ts';
import { filterOf, requestedNames } from './tail-request.ts';
import { openScreen } from './tail-sinks.ts';
import { requireOneSource } from './tail-source.ts';
import { openWatch } from './tail-watch.ts';

export interface TailOptions extends ForwardFlags {
  readonly topics: readonly string[];
  readonly rule?: readonly string[] | undefined;
  readonly bucket?: string | undefined;
  readonly queue?: string | undefined;
  readonly peek?: true | undefined;
  readonly from?: string | undefined;
  readonly listen?: ListenAddress | undefined;
  readonly listenPath?: string | undefined;
  readonly pushCertificate?: string | undefined;
  readonly record?: string | undefined;
  readonly concurrency?: number | undefined;
  readonly metrics?: ListenAddress | undefined;
  readonly output?: OutputChoice | undefined;
  readonly event?: readonly string[] | undefined;
  readonly excludeEvent?: readonly string[] | undefined;
  readonly key?: readonly string[] | undefined;
  readonly excludeKey?: readonly string[] | undefined;
  readonly prefix?: readonly string[] | undefined;
  readonly suffix?: readonly string[] | undefined;
  readonly bucketName?: readonly string[] | undefined;
  readonly minSize?: number | undefined;
  readonly maxSize?: number | undefined;
  readonly grep?: readonly RegExp[] | undefined;
  readonly decode: Base64Use;
  readonly health?: ListenAddress | undefined;
  readonly keepUnmatched?: true | undefined;
  readonly count?: number | undefined;
  readonly timeout?: number | undefined;
  readonly idleTimeout?: number | undefined;
  readonly waitSeconds: number;
  readonly tui: boolean;
  readonly buffer?: number | undefined;
  /** The flags that stand on the command line. */
  readonly given: readonly string[];
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('tail')
    .description('show events live: from topics, from the topics of rules, or from a queue')
    .argument('[topic...]', 'topics to tail, each through a temporary queue and subscription')
    .option('--rule <name>', 'the topic of this rule, with all others named (repeatable)', listed)
    .option('--bucket <bucket>', "the topics of all of this bucket's rules, with all others named")
    .option('--queue <queue>', 'read this queue instead; its messages are deleted once handled')
    .option('--peek', 'with --queue: only look at the messages at its head; nothing is taken or deleted')
    .option(
      '--listen <[host:]port>',
      'take HTTP pushes instead: MNS, KS3 callbacks, CloudEvents',
      listenAddress,
    )
    .option(
      '--listen-path <path>',
      'with --listen: the secret path that pushes come to (default: random)',
      urlPath,
    )
    .option(
      '--push-certificate <file>',
      'with --listen: only trust MNS pushes signed by this certificate or key',
    )
    .option('--from <file>', 'read a recording or message bodies instead; - is stdin')
    .addOption(tailOutputOption())
    .option('--event <glob>', 'only these event types (repeatable)', listed)
    .option('--exclude-event <glob>', 'not these event types (repeatable)', listed)
    .option('--key <glob>', 'only these keys; a star also crosses / (repeatable)', repeated)
    .option('--exclude-key <glob>', 'not these keys (repeatable)', repeated)
    .option('--prefix <prefix>', 'only keys that begin so (repeatable)', repeated)
    .option('--suffix <suffix>', 'only keys that end so (repeatable)', repeated)
    .option('--bucket-name <name>', 'only events of this bucket (repeatable)', listed)
    .option('--min-size <size>', 'only objects of at least this size, such as 64K', byteSize)
    .option('--max-size <size>', 'only objects of at most this size', byteSize)
    .option('--grep <regex>', 'only events whose JSON matches (repeatable)', regularExpressions)
    .addOption(
      new Option('--decode <how>', 'whether bodies are Base64')
        .choices(['auto', 'base64', 'raw'])
        .default('auto' as const),
    )
    .option(
      '--forward <url>',
      'post each event there until it is taken (default: $K_SINK, where that is set)',
    )
    .option('--route <glob=url>', 'post events of these types elsewhere (repeatable)', route)
    .addOption(
      new Option('--forward-format <format>', 'what is posted')
        .choices(FORWARD_FORMAT_NAMES)
        .default('cloudevents' as const),
    )
    .option(
      '--dead-letter <file>',
      'keep there what a receiver refuses, or fails to take in 8 tries, and go on',
    )
    .option(
      '--exec <command>',
      'run a command for each event: JSON on its stdin, fields as OSSNOTIFY_KEY and so on',
      notEmpty,
    )
    .option('--record <file>', 'append every delivery to this file as received, before filters')
    .option('--health <[host:]port>', 'answer /livez and /readyz there, for probes', listenAddress)
    .option('--keep-unmatched', 'with --queue: leave filtered-out messages in it')
    .option(
      '-n, --count <n>',
      'end after so many events were shown (a message that is taken is shown whole)',
      positiveInteger,
    )
    .option('--timeout <duration>', 'end after this time, such as 20s or 5m', duration)
    .option('--idle-timeout <duration>', 'end when no message came for this time', duration)
    .option('--wait-seconds <n>', 'long-poll time, 1 to 30', waitSeconds, 30)
    .option('--concurrency <n>', 'polls of a queue side by side at most (default: 16)', positiveInteger)
    .option('--metrics <[host:]port>', "serve figures in Prometheus' format at /metrics", listenAddress)
    .option('--no-tui', 'lines instead of the terminal UI')
    .option('--buffer <n>', 'events that the terminal UI keeps (default: 10000)', bufferSize)
    .action((topics, flags, command) => act(run, { topics, ...flags, given: givenFlags(command) }));
}

export async function run(options: TailOptions, context: Context): Promise<ExitStatus> {
  requireOneSource(options);
  requireOfUse(options.given, { ...options, env: context.system.env }, TAIL_DEPENDENCES);
  await requireSoundFilter(options, context.tell);
  const { compileFilter } = await import('../domain/filter.ts');
  const accepts = compileFilter(filterOf(options));
  const quitting = new AbortController();
  const quit = quitting.signal;
  const signal = AbortSignal.any([context.signal, quit]);
  const { output, tui, buffer } = options;
  const forwarding = await createForwarding(options, context);
  const screen = await openScreen({
    ...{ context, names: requestedNames(options), output, tui, buffer, forward: forwarding.again },
    quit: (how) => quitting.abort(how),
    signal,
  });
  // What is told while the screen is open is told on it.
  const tell = (text: string) => (screen?.isOpen ? screen.tell(text) : context.tell(text));
  const covered = screen ? { ...context, tell } : context;
  try {
    const watch = await openWatch({ options, context, covered, screen });
    const prepared = { options, context, covered, screen, accepts, forwarding, watch, quit, signal };
    return await follow(prepared).finally(watch.close);
  } catch (error) {
    // What failed before the loop began has to be read on the terminal as it was.
    await screen?.close();
    throw error;
  }
}
