import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { confirm } from './confirm.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { requireMnsNames } from './mns-names.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { requireOss } from './provider-in-force.ts';

interface TopicDeleteOptions {
  readonly topic: string;
  readonly yes?: true | undefined;
  readonly dryRun?: true | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('delete')
    .description('delete a topic that no rule publishes to, with its subscriptions')
    .argument('<topic>', 'name of the topic')
    .option('--yes', 'do not ask')
    .option('--dry-run', 'print what would be deleted, and change nothing')
    .addOption(outputOption())
    .action((topic, flags) => act(run, { topic, ...flags }));
}

export async function run(options: TopicDeleteOptions, context: Context): Promise<ExitStatus> {
  const { topic, yes, dryRun, output } = options;
  await requireOss(context);
  requireMnsNames([topic]);
  const { requireUnusedTopic } = await import('../use-cases/delete-topic.ts');
  const mns = await context.services.mns();
  const subscriptions = await requireUnusedTopic(topic, await context.services.rules(), mns);
  if (!dryRun) {
    await confirm(questionOf(topic, subscriptions), yes === true, context);
    await mns.deleteTopic(topic);
  }
  await printResult(context, output, {
    value: { topic, subscriptions, applied: !dryRun },
    text: () => lineOf(topic, subscriptions, dryRun === true),
  });
  return 0;
}

function questionOf(topic: string, subscriptions: readonly string[]): string {
  const count = subscriptions.length;
  const rest = count === 0 ? '' : ` with its ${count === 1 ? 'subscription' : `${count} subscriptions`}`;
  return `Delete topic ${topic}${rest}?`;
}

function lineOf(topic: string, subscriptions: readonly string[], isDryRun: boolean): string {
  const what = [`topic:${topic}`, ...subscriptions.map((name) => `subscription:${name}`)];
  return `${isDryRun ? 'would delete' : 'deleted'} ${what.join(' ')}\n`;
}
