import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { QueueCreation } from '../use-cases/create-queue.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { requireMnsNames } from './mns-names.ts';
import { listed, wholeNumberWithin } from './option-values.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { requireOss } from './provider-in-force.ts';

interface QueueCreateOptions {
  readonly name: string;
  readonly topic: readonly string[];
  readonly visibility: number;
  readonly retention: number;
  readonly dryRun?: true | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('create')
    .description('make a queue and subscribe it to topics; what exists already stays as it is')
    .argument('<queue>', 'name of the queue')
    .requiredOption('--topic <topic>', 'a topic whose messages go into the queue (repeatable)', listed)
    .option(
      '--visibility <seconds>',
      'how long a message that a reader has received stays hidden from the others',
      wholeNumberWithin(1, 43_200),
      60,
    )
    .option(
      '--retention <seconds>',
      'how long an unread message is kept',
      wholeNumberWithin(60, 604_800),
      345_600,
    )
    .option('--dry-run', 'print what would be done, and change nothing')
    .addOption(outputOption())
    .action((name, flags) => act(run, { name, ...flags }));
}

export async function run(options: QueueCreateOptions, context: Context): Promise<ExitStatus> {
  const { name: queue, dryRun, visibility, retention } = options;
  const topics = [...new Set(options.topic)];
  await requireOss(context);
  requireMnsNames([queue, ...topics]);
  const { settings, services } = context;
  const [region, account] = [await settings.require('region'), await settings.require('account')];
  if (dryRun) {
    await printResult(context, options.output, {
      value: { queue, topics, applied: false },
      text: () => `would create queue ${queue}, unless it exists, and subscribe it to ${topics.join(', ')}\n`,
    });
    return 0;
  }
  const { createSubscribedQueue } = await import('../use-cases/create-queue.ts');
  const creation = await createSubscribedQueue(
    { queue, topics, visibilitySeconds: visibility, retentionSeconds: retention },
    {
      mns: await services.mns(),
      queueEndpoint: (name) => `acs:mns:${region}:${account}:queues/${name}`,
    },
  );
  await printResult(context, options.output, {
    value: { ...creation, applied: true },
    text: () => `${queue}\n`,
  });
  context.tell(sentence(creation));
  return 0;
}

function sentence({ queue, outcome, subscriptions }: QueueCreation): string {
  const made = {
    created: `queue ${queue} created`,
    existed: `queue ${queue} exists already`,
    kept: `queue ${queue} exists already, with other settings, which it keeps`,
  };
  return `${made[outcome]}; subscribed to ${subscriptions.map(({ topic }) => topic).join(', ')}`;
}
