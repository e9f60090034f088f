import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { maskedUrl } from '../domain/masked-url.ts';
import { UsageError } from '../errors.ts';
import { confirm } from './confirm.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { requireMnsNames } from './mns-names.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { requireOss } from './provider-in-force.ts';

interface TopicUnsubscribeOptions {
  readonly topic: string;
  readonly subscription: string;
  readonly yes?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('unsubscribe')
    .description('remove one subscription of a topic, such as one to a queue of another region')
    .argument('<topic>', 'name of the topic')
    .argument('<subscription>', 'name of the subscription')
    .option('--yes', 'do not ask')
    .option('--dry-run', 'print what would be removed, and change nothing')
    .addOption(outputOption())
    .action((topic, subscription, flags) => act(run, { topic, subscription, ...flags }));
}

export async function run(options: TopicUnsubscribeOptions, context: Context): Promise<ExitStatus> {
  const { topic, subscription, yes, dryRun, output } = options;
  await requireOss(context);
  requireMnsNames([topic]);
  if (subscription === '')
    throw new UsageError('bad-name', 'a subscription has a name', 'name the subscription');
  const mns = await context.services.mns();
  const to = maskedUrl((await mns.subscription(topic, subscription)).endpoint);
  if (!dryRun) {
    await confirm(`Remove subscription ${subscription} of topic ${topic} to ${to}?`, yes === true, context);
    await mns.unsubscribe(topic, subscription);
  }
  await printResult(context, output, {
    value: { topic, subscription, to, applied: !dryRun },
    text: () => `${dryRun ? 'would remove' : 'removed'} subscription:${topic}/${subscription} to ${to}\n`,
  });
  return 0;
}
