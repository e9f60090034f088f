import { counted } from '../domain/counted.ts';
import { isMnsName } from '../domain/destination.ts';
import { Failure, UsageError } from '../errors.ts';
import type { Undeleted } from '../sources/acknowledgements.ts';
import type { Recorder } from '../sources/recorder.ts';
import type { Source } from '../sources/source.ts';
import type { Context } from './context.ts';
import { requireOss } from './provider-in-force.ts';
import type { ListenAddress } from './tail-health.ts';
import { openListening } from './tail-listen.ts';
import { textSource } from './text-source.ts';

interface NamedSource {
  readonly topics: readonly string[];
  readonly rule?: readonly string[] | undefined;
  readonly bucket?: string | undefined;
  readonly queue?: string | undefined;
  readonly peek?: true | undefined;
  readonly from?: string | undefined;
  readonly listen?: ListenAddress | undefined;
  readonly listenPath?: string | undefined;
  readonly pushCertificate?: string | undefined;
}

export interface SourceOptions extends NamedSource {
  readonly keepUnmatched?: true | undefined;
  /** There is no choice to keep them. */
  readonly deletesUnmatched?: true;
  readonly record?: string | undefined;
  readonly concurrency?: number | undefined;
  readonly count?: number | undefined;
  readonly waitSeconds: number;
}

export interface OpenedSource {
  readonly source: Source;
  /** Keeps what is read, where that is asked for. */
  readonly record?: Recorder;
  /** What is being read, for people: `topic movies`. */
  readonly names: string;
  /** The topics among them, by which their events are told apart. */
  readonly topics?: readonly string[];
  /** What becomes of a message that a receiver or command refuses, in words. */
  readonly ifRefused: string;
  /** What was handled by the end and is to be handled once more, since it could not be deleted. */
  readonly undeleted?: () => Failure | undefined;
  /** Whether it comes again by itself while the tail runs. */
  readonly comesAgain: boolean;
  /** How far this computer's clock is ahead of the service's, as far as its answers tell. */
  readonly clockAheadMs?: () => number | undefined;
  /** How many links it has; one when left out. */
  readonly links?: number;
  close(): Promise<void>;
}

/** For somebody who has nothing set up yet as well as for somebody who forgot the name. */
const FIRST_STEPS = [
  'to see it work at once, without an account:',
  '  ossnotify demo',
  'with an account:',
  '  ossnotify config set region cn-hangzhou',
  '  ossnotify doctor         what is still missing',
  '  ossnotify rule list      the topics there are',
  '  ossnotify tail TOPIC     their events',
].join('\n      ');

type Open = (options: SourceOptions, context: Context, signal: AbortSignal) => Promise<OpenedSource>;

/** Where events can come from, by what asks for it. A new source is a file in `src/sources/` and a line here. */
const SOURCES = {
  topics: { isNamed: namesTopics, open: openTopics },
  '--queue': { isNamed: ({ queue }) => queue !== undefined, open: openQueue },
  '--listen': { isNamed: ({ listen }) => listen !== undefined, open: openListening },
  '--from': { isNamed: ({ from }) => from !== undefined, open: openText },
} satisfies Record<string, { isNamed(named: NamedSource): boolean; open: Open }>;

function namesTopics({ topics, rule = [], bucket }: NamedSource): boolean {
  return topics.length + rule.length > 0 || bucket !== undefined;
}

/** @throws {UsageError} unless exactly one kind of source is named. */
export function requireOneSource(named: NamedSource): void {
  const kinds = Object.entries(SOURCES).filter(([, { isNamed }]) => isNamed(named));
  if (kinds.length === 0) {
    throw new UsageError(
      'no-source',
      'nothing to tail: name a topic, a rule, a bucket or a queue',
      FIRST_STEPS,
    );
  }
  if (kinds.length > 1) {
    const names = kinds.map(([name]) => name).join(' and ');
    throw new UsageError('two-sources', `both ${names} are named`, 'pass one of them');
  }
  requireCompanions(named);
  const { topics, queue } = named;
  const bad = [...topics, ...(queue === undefined ? [] : [queue])].find((name) => !isMnsName(name));
  if (bad === undefined) return;
  throw new UsageError(
    'bad-name',
    `${JSON.stringify(bad)} is no name of a topic or queue`,
    'a name has 1 to 120 letters, digits and hyphens, and begins with a letter or a digit',
  );
}

const COMPANIONS = [
  ['peek', '--peek', 'queue', '--queue'],
  ['listenPath', '--listen-path', 'listen', '--listen'],
  ['pushCertificate', '--push-certificate', 'listen', '--listen'],
] as const;

/** @throws {UsageError} for an option that says something about a source that was not chosen. */
function requireCompanions(options: NamedSource): void {
  for (const [name, flag, needed, neededFlag] of COMPANIONS) {
    if (options[name] === undefined || options[needed] !== undefined) continue;
    throw new UsageError(
      'lone-option',
      `${flag} needs ${neededFlag}`,
      `pass ${neededFlag} as well, or leave ${flag} out`,
    );
  }
}

export async function openTail(
  options: SourceOptions,
  context: Context,
  signal: AbortSignal,
): Promise<OpenedSource> {
  // The file first: what cannot be recorded needs no queue.
  const record = options.record === undefined ? undefined : await openRecording(options.record, context);
  const opened = await openNamed(options, context, signal);
  return record === undefined ? opened : { ...opened, record };
}

function openNamed(options: SourceOptions, context: Context, signal: AbortSignal): Promise<OpenedSource> {
  const named = Object.values(SOURCES).find(({ isNamed }) => isNamed(options)) ?? SOURCES.topics;
  return named.open(options, context, signal);
}

/** A recording is read once. */
export const NOT_GIVEN_AGAIN = { ifRefused: 'is not delivered', comesAgain: false };

async function openText({ from: file = '-' }: SourceOptions, context: Context): Promise<OpenedSource> {
  const names = file === '-' ? 'stdin' : file;
  const { reading } = await import('../sources/reading.ts');
  const source = reading(await textSource(file, context), context.system.now);
  return { source, names, ...NOT_GIVEN_AGAIN, close: async () => {} };
}

async function openRecording(file: string, { system }: Context): Promise<Recorder> {
  const [{ resolve }, { createRecorder }, { openRecordingFile }] = await Promise.all([
    import('node:path'),
    import('../sources/recorder.ts'),
    import('../sources/recording-file.ts'),
  ]);
  return createRecorder(openRecordingFile(resolve(system.cwd, file)));
}

async function openTopics(
  options: SourceOptions,
  context: Context,
  signal: AbortSignal,
): Promise<OpenedSource> {
  await requireOss(context);
  const { settings, services, system } = context;
  const [region, accountId] = [await settings.require('region'), await settings.require('account')];
  const { findTopics } = await import('../use-cases/find-topics.ts');
  const { bucket } = options;
  const topics = await findTopics(
    { topics: options.topics, rules: options.rule ?? [], ...(bucket !== undefined && { bucket }) },
    services.rules,
  );
  const { openTopicTail } = await import('../use-cases/tail-topics.ts');
  const client = await services.mns();
  const opened = await openTopicTail({
    client,
    topics,
    region,
    accountId,
    ...pollOptions(options),
    signal,
    system,
  });
  const links = topics.length;
  const { clockAheadMs } = client;
  return {
    ...opened,
    topics,
    links,
    clockAheadMs,
    ifRefused: 'stays in the queue of this tail, and comes again while the tail runs',
    comesAgain: true,
    names: `${topics.length === 1 ? 'topic' : 'topics'} ${topics.join(', ')}`,
  };
}

async function openQueue(options: SourceOptions, context: Context): Promise<OpenedSource> {
  const { queue = '', peek } = options;
  await requireOss(context);
  const { peekQueue, pollQueue } = await import('../use-cases/tail-topics.ts');
  const client = await context.services.mns();
  const { system, tell } = context;
  tell(peek ? peekNote(queue) : deletionWarning(queue, options));
  let left: Failure | undefined;
  const undeleted = (messages: Undeleted) => {
    left = notDeleted(queue, messages);
  };
  const source = peek
    ? peekQueue(queue, { client, system })
    : pollQueue(queue, { client, ...pollOptions(options), system, undeleted });
  const ifRefused = peek ? 'stays in its queue' : 'stays in its queue and comes again';
  const { clockAheadMs } = client;
  const comesAgain = peek === undefined;
  const names = `queue ${queue}`;
  return { source, names, clockAheadMs, ifRefused, comesAgain, undeleted: () => left, close: async () => {} };
}

function notDeleted(queue: string, { messages, reason }: Undeleted): Failure {
  const handled = counted(messages, 'handled message');
  return new Failure(
    'failure',
    'not-deleted',
    `${handled} of queue ${queue} could not be deleted: ${reason}`,
    { hint: 'whoever reads the queue next gets them once more' },
  );
}

function deletionWarning(queue: string, { keepUnmatched, deletesUnmatched }: SourceOptions): string {
  const choice = deletesUnmatched ? '' : ' (--keep-unmatched leaves those)';
  const others = keepUnmatched ? 'filtered-out ones stay' : `filtered-out ones too${choice}`;
  return `warning: messages of queue ${queue} are deleted once handled, ${others}`;
}

/** The service shows 16 messages at most, and what is at the head stays there until somebody takes it. */
function peekNote(queue: string): string {
  return `looking at the head of queue ${queue}, 16 messages at most: what waits behind them is not seen until they are gone`;
}

/** No more messages a poll than will be shown, so that the rest stays available to other readers. */
function pollOptions({ waitSeconds, count, concurrency }: SourceOptions) {
  const isFew = count !== undefined && count <= 16;
  return { waitSeconds, batchSize: isFew ? count : 16, concurrency: isFew ? 1 : concurrency };
}
