import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { connectServices } from '../clients/services.ts';
import { EMULATOR_PROFILE, readSettings } from '../clients/settings.ts';
import { providers } from '../domain/providers/index.ts';
import type { Rule } from '../domain/rule.ts';
import { planCreation } from '../domain/rule-creation.ts';
import { EXIT_CODES } from '../errors.ts';
import type { Source } from '../sources/source.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { positiveInteger } from './option-values.ts';
import { suitsTui } from './suits-tui.ts';
import { tailSinks } from './tail-sinks.ts';

interface DemoOptions {
  readonly count?: number | undefined;
  readonly tui: boolean;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('demo')
    .description('see it work: an emulator, a bucket, a rule, traffic, and its events live')
    .option(
      '--count <n>',
      'end after so many events (default: 12 off a terminal, until q on one)',
      positiveInteger,
    )
    .option('--no-tui', 'lines instead of the terminal UI')
    .action((flags) => act(run, flags));
}

const RULE: Rule = {
  name: 'demo-rule',
  bucket: 'demo-bucket',
  events: ['ObjectCreated:*', 'ObjectDownloaded:GetObject', 'ObjectRemoved:*'],
  resources: [{ kind: 'pattern', prefix: '', suffix: '' }],
};
const TOPIC = 'demo';
const DEFAULT_COUNT = 12;

export async function run(options: DemoOptions, context: Context): Promise<ExitStatus> {
  const { startEmulator } = await import('../emulator/index.ts');
  const emulator = await startEmulator({ port: 0 });
  const demo = emulatorContext(context, emulator.url);
  try {
    return await watchTraffic(options, demo);
  } finally {
    await demo.services.close();
    await emulator.close();
  }
}

/** The same context, but for an emulator of its own: nothing of the user's profiles or environment counts. */
function emulatorContext(context: Context, url: string): Context {
  const given = { profile: EMULATOR_PROFILE, endpoint: url };
  const settings = readSettings({ given, env: {}, profiles: context.profiles });
  return { ...context, settings, services: connectServices({ settings, now: context.system.now }) };
}

async function watchTraffic(options: DemoOptions, context: Context): Promise<ExitStatus> {
  const { services, settings, system } = context;
  await createDemoRule(context);
  const { openTopicTail } = await import('../use-cases/tail-topics.ts');
  const opened = await openTopicTail({
    client: await services.mns(),
    topics: [TOPIC],
    region: await settings.require('region'),
    accountId: await settings.require('account'),
    waitSeconds: 10,
    batchSize: 16,
    signal: context.signal,
    system,
  });
  try {
    return await showTraffic(options, opened.source, context);
  } finally {
    await opened.close();
  }
}

/** Traffic and tail side by side; whichever ends first, by itself or by an error, ends the other. */
async function showTraffic(options: DemoOptions, source: Source, context: Context): Promise<ExitStatus> {
  const { services, settings, system } = context;
  const { tui } = options;
  const isInteractive = tui && suitsTui(system);
  const ended = new AbortController();
  const signal = AbortSignal.any([context.signal, ended.signal]);
  const names = `the demo on ${await settings.require('endpoint')}`;
  const sinks = await tailSinks(undefined, { context, names, tui, quit: (how) => ended.abort(how) });
  const count = options.count ?? (isInteractive ? undefined : DEFAULT_COUNT);
  const paceMs = isInteractive ? 700 : 20;
  const [{ tail }, { makeDemoTraffic }] = [
    await import('../use-cases/tail.ts'),
    await import('../use-cases/demo-traffic.ts'),
  ];
  const end = () => ended.abort('ended');
  const results = await Promise.allSettled([
    tail({ source, accepts: () => true, sinks, signal, system, ...(count && { count }) }).finally(end),
    makeDemoTraffic({ oss: await services.oss(), bucket: RULE.bucket, paceMs, signal, system }).finally(end),
  ]);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return ended.signal.reason === 'interrupt' ? EXIT_CODES.interrupted : 0;
}

async function createDemoRule({ services }: Context): Promise<void> {
  const request = {
    rule: RULE,
    destinations: [{ kind: 'topic', name: TOPIC } as const],
    direct: false,
    force: false,
    strict: false,
    digits: '',
  };
  const plan = planCreation(request, [], providers.oss);
  if (plan.kind !== 'create') throw new Error(`the demo's own rule is refused: ${plan.kind}`);
  const { createRule } = await import('../use-cases/create-rule.ts');
  const [mns, rules] = [await services.mns(), await services.rules()];
  await createRule(plan.steps, { mns, rules, queueEndpoint: (queue) => queue });
}
