import { type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { counted } from '../domain/counted.ts';
import { isMnsName } from '../domain/destination.ts';
import type { ForwardFormat } from '../domain/forward-request.ts';
import { UsageError } from '../errors.ts';
import type { Sink } from '../sinks/sink.ts';
import type { Source } from '../sources/source.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { type Dependence, givenFlags, requireOfUse } from './idle-options.ts';
import {
  createForwarding,
  FORWARD_FORMAT_NAMES,
  isHttpUrl,
  notDelivered,
  nothingToBury,
} from './tail-forward.ts';
import { type OutputChoice, tailOutputOption } from './tail-output.ts';
import { outputSink } from './tail-sinks.ts';
import { NOT_GIVEN_AGAIN } from './tail-source.ts';
import { isReadableTwice, textSource } from './text-source.ts';

interface ReplayOptions {
  readonly file: string;
  readonly speed: number;
  readonly to?: string | undefined;
  readonly forwardFormat: ForwardFormat;
  readonly deadLetter?: string | undefined;
  readonly output?: OutputChoice | undefined;
  /** The flags that stand on the command line. */
  readonly given: readonly string[];
}

const DEPENDENCES: readonly Dependence<ReplayOptions>[] = [
  { flag: '--forward-format', isOfUse: ({ to }) => isHttpUrl(to ?? ''), needs: '--to URL' },
];

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('replay')
    .description('give recorded events again, in their rhythm: to stdout, a URL or a topic')
    .argument('<file>', 'what tail --record or --dead-letter wrote; - is stdin')
    .option('--speed <n>', 'so many times as fast as recorded, or max', speed, 1)
    .option('--to <destination>', 'http(s)://... or topic:NAME, instead of stdout')
    .addOption(
      new Option('--forward-format <format>', 'what is posted')
        .choices(FORWARD_FORMAT_NAMES)
        .default('cloudevents' as const),
    )
    .option('--dead-letter <file>', 'keep there what the URL refuses, or fails to take in 8 tries, and go on')
    .addOption(tailOutputOption())
    .action((file, flags, command) => act(run, { file, ...flags, given: givenFlags(command) }));
}

function speed(value: string): number {
  if (value === 'max') return Number.POSITIVE_INFINITY;
  const number = Number(value.replace(/x$/, ''));
  if (number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('It must be a number above 0, or max.');
}

export async function run(options: ReplayOptions, context: Context): Promise<ExitStatus> {
  requireOfUse(options.given, options, DEPENDENCES);
  const destination = await destinationSinks(options, context);
  const { system, signal } = context;
  const { to } = options;
  const [{ tail }, { paced }, { undeliveredSink }] = await Promise.all([
    import('../use-cases/tail.ts'),
    import('../sources/paced.ts'),
    import('../sinks/undelivered.ts'),
  ]);
  const recording = await textSource(options.file, context);
  const undelivered = undeliveredSink();
  let undecodable = 0;
  const counting: Sink = {
    accepted({ kind }) {
      if (kind === 'undecodable') undecodable += 1;
    },
    close: () => {},
  };
  const sinks = [...destination, undelivered, counting, ...(await progress(options, recording, context))];
  const source = paced(recording, { ...system, speed: options.speed });
  const { shown, messages } = await tail({ source, accepts: () => true, sinks, signal, system });
  if (undelivered.count() > 0 && !signal.aborted)
    throw notDelivered(undelivered.count(), messages, { ...options, forward: to }, system.env);
  const ending = signal.aborted ? 'interrupted: ' : '';
  const others = undecodable > 0 ? ` and ${counted(undecodable, 'undecodable message')}` : '';
  context.tell(`${ending}${counted(shown, 'event')}${others} replayed`);
  return 0;
}

async function destinationSinks(options: ReplayOptions, context: Context): Promise<Sink[]> {
  const { to, output, deadLetter } = options;
  const shown = output !== undefined || to === undefined ? [await outputSink(output, context)] : [];
  const isUrl = isHttpUrl(to ?? '');
  if (deadLetter !== undefined && !isUrl) throw nothingToBury('--to URL');
  const topic = /^topic:(.*)$/.exec(to ?? '')?.[1];
  if (topic !== undefined) return [...shown, await topicSink(topic, context)];
  if (to === undefined) return shown;
  if (!isUrl) {
    throw new UsageError(
      'bad-url',
      `--to is neither a URL nor a topic: ${to}`,
      'write it as http(s)://HOST/PATH or topic:NAME',
    );
  }
  const forwarding = await createForwarding({ ...options, forward: to }, context);
  const manner = { isOnScreen: false, ...NOT_GIVEN_AGAIN, buried: () => {} };
  return [...shown, ...(await forwarding.open(context, manner))];
}

async function topicSink(topic: string, { services, signal, system }: Context): Promise<Sink> {
  if (!isMnsName(topic)) throw new UsageError('bad-name', `${JSON.stringify(topic)} is no name of a topic`);
  const mns = await services.mns();
  const [{ publishSink }, { patiently }, { isPassing }] = await Promise.all([
    import('../sinks/publish.ts'),
    import('../clients/patience.ts'),
    import('../sources/transient.ts'),
  ]);
  const { sleep, random } = system;
  const patience = { sleep, random, signal, stretch: 1 };
  // A fault may hide that it was published: rather twice than not at all.
  return publishSink((body) => patiently(() => mns.publish(topic, body, {}, signal), isPassing, patience));
}

/** A bar where a person looks on and the data goes elsewhere; its length is found by reading the file twice. */
async function progress({ file, to }: ReplayOptions, recording: Source, context: Context): Promise<Sink[]> {
  const { system, globals, signal } = context;
  if (!system.stderr.isTTY || globals.quiet) return [];
  if (to === undefined && system.stdout.isTTY) return [];
  if (!(await isReadableTwice(file, context))) return [];
  const [{ createRecordReader }, { progressSink }] = await Promise.all([
    import('../use-cases/read-records.ts'),
    import('../sinks/progress.ts'),
  ]);
  const readRecords = createRecordReader();
  let total = 0;
  for await (const item of recording(signal)) {
    if (item.kind === 'batch') for (const delivery of item.deliveries) total += readRecords(delivery).length;
  }
  return [progressSink(system.stderr, total, system.now)];
}
