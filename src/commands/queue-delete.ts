import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { SubscriptionName } from '../use-cases/delete-queue.ts';
import { confirm } from './confirm.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { requireMnsNames } from './mns-names.ts';
import { listed } from './option-values.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { requireOss } from './provider-in-force.ts';

interface QueueDeleteOptions {
  readonly name: string;
  readonly topic?: readonly string[] | undefined;
  readonly yes?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('delete')
    .description('delete a queue with what is in it, and the subscriptions that send to it')
    .argument('<queue>', 'name of the queue')
    .option('--topic <topic>', 'look for subscriptions of this topic only (repeatable; default: all)', listed)
    .option('--yes', 'do not ask')
    .option('--dry-run', 'print what would be deleted, and change nothing')
    .addOption(outputOption())
    .action((name, flags) => act(run, { name, ...flags }));
}

export async function run(options: QueueDeleteOptions, context: Context): Promise<ExitStatus> {
  const { name: queue, topic: topics = [], dryRun, yes } = options;
  await requireOss(context);
  requireMnsNames([queue, ...topics]);
  const { deleteSubscribedQueue, subscriptionsOf } = await import('../use-cases/delete-queue.ts');
  const { settings, services } = context;
  const [region, account] = [await settings.require('region'), await settings.require('account')];
  const mns = await services.mns();
  const queueEndpoint = (name: string) => `acs:mns:${region}:${account}:queues/${name}`;
  const subscriptions = await subscriptionsOf(queue, topics, { mns, queueEndpoint });
  if (!dryRun) {
    await confirm(`Delete queue ${queue} with its messages and subscriptions?`, yes === true, context);
    await deleteSubscribedQueue(queue, subscriptions, mns);
  }
  await printResult(context, options.output, {
    value: { queue, subscriptions, applied: !dryRun },
    text: () => lineOf(queue, subscriptions, dryRun === true),
  });
  return 0;
}

function lineOf(queue: string, subscriptions: readonly SubscriptionName[], isDryRun: boolean): string {
  const what = [`queue:${queue}`, ...subscriptions.map(({ topic, name }) => `subscription:${topic}/${name}`)];
  return `${isDryRun ? 'would delete' : 'deleted'} ${what.join(' ')}\n`;
}
