import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { isMnsName } from '../domain/destination.ts';
import { isKnownEventType, isWildcard, normaliseEventType, suggestEventType } from '../domain/event-type.ts';
import { providers } from '../domain/providers/index.ts';
import { UsageError } from '../errors.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { byteSize } from './option-values.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';

interface SendOptions {
  readonly topic: string;
  readonly type: string;
  readonly key: string;
  readonly bucket: string;
  readonly rule: string;
  readonly size: number;
  readonly dryRun?: true | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('send')
    .description('publish a well-formed sample event to a topic')
    .argument('<topic>', 'topic to publish to')
    .argument('<type>', 'event type, such as ObjectCreated:PutObject or PutObject')
    .requiredOption('--key <key>', 'key of the object')
    .option('--bucket <bucket>', 'its bucket', 'sample-bucket')
    .option('--rule <name>', 'the rule that is said to have fired', 'sample-rule')
    .option('--size <size>', 'its size', byteSize, 5)
    .option('--dry-run', 'print the body, publish nothing')
    .addOption(outputOption())
    .action((topic, type, flags) => act(run, { topic, type, ...flags }));
}

export async function run(options: SendOptions, context: Context): Promise<ExitStatus> {
  const { topic, key, bucket, rule, size } = options;
  const type = concreteType(options.type);
  if (!isMnsName(topic)) throw new UsageError('bad-name', `${JSON.stringify(topic)} is no name of a topic`);
  const { settings, system } = context;
  const [region, account] = [await settings.require('region'), await settings.require('account')];
  const { sampleBody } = await import('../domain/sample-event.ts');
  const requestId = hexDigits(24, system.random);
  const atMs = system.now();
  const body = sampleBody({ type, key, bucket, size, region, account, rule, requestId, atMs });
  const sample = { topic, type, bucket, key, requestId };
  if (options.dryRun) {
    await printResult(context, options.output, { value: { ...sample, body }, text: () => `${body}\n` });
    return 0;
  }
  const { messageId } = await (await context.services.mns()).publish(topic, body, {}, context.signal);
  const value = { ...sample, messageId };
  await printResult(context, options.output, { value, text: () => `${messageId}\n` });
  return 0;
}

/** A message names a concrete type; what is not in the catalogue may be newer than it. */
function concreteType(text: string): string {
  const type = normaliseEventType(text, providers.oss);
  if (isWildcard(type)) {
    throw new UsageError(
      'not-concrete',
      `${text} is a group of types; a message has one type`,
      'ossnotify events lists them',
    );
  }
  if (isKnownEventType(type, providers.oss) || type.includes(':')) return type;
  const guess = suggestEventType(text, providers.oss);
  throw new UsageError(
    'unknown-event',
    `there is no event type ${text}`,
    guess ? `did you mean ${guess}?` : 'ossnotify events lists them',
  );
}

function hexDigits(count: number, random: () => number): string {
  return Array.from({ length: count }, () => Math.floor(random() * 16).toString(16))
    .join('')
    .toUpperCase();
}
