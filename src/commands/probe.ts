import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { LiveRule } from '../clients/rules.ts';
import { toPrintable } from '../domain/printable.ts';
import type { Provider } from '../domain/providers/index.ts';
import { Failure } from '../errors.ts';
import type { ProbeOptions, ProbeReport } from '../use-cases/probe-rule.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { duration } from './option-values.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { probeFor, probeStore } from './probe-ports.ts';
import { providerInForce } from './provider-in-force.ts';

interface ProbeCommandOptions {
  readonly bucket: string;
  readonly rule?: string | undefined;
  readonly timeout: number;
  readonly output: OutputFormat;
}

const USUAL_TIMEOUT_MS = 30_000;

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('probe')
    .description('put an object that a rule matches, follow its event, and remove the object')
    .requiredOption('--bucket <bucket>', 'the bucket')
    .option('--rule <name>', 'the rule (default: the first of the bucket that a probe can fire)')
    .option(
      '--timeout <duration>',
      'how long to wait for the event (default 30s)',
      duration,
      USUAL_TIMEOUT_MS,
    )
    .addOption(outputOption())
    .action((flags) => act(run, flags));
}

export async function run(options: ProbeCommandOptions, context: Context): Promise<ExitStatus> {
  const provider = await providerInForce(context);
  const rule = await chooseRule(options, context);
  const { probeRule } = await import('../use-cases/probe-rule.ts');
  const { system, signal, services } = context;
  const report = await probeRule({
    probe: probeFor(rule, context),
    store: await probeStore(options.bucket, provider, services),
    ...(await listenTo(rule, provider, context)),
    timeoutMs: options.timeout,
    now: system.now,
    random: system.random,
    signal,
  });
  if (report.outcome === 'handed-over' && report.status !== 'Ok') throw undelivered(report, rule, provider);
  if (report.outcome === 'lost' || report.outcome === 'no-rule-matched') throw missed(report, rule, provider);
  await printResult(context, options.output, {
    value: { rule: rule.name, bucket: rule.bucket, ...report },
    text: () => textOf(report, rule),
  });
  if (report.outcome === 'handed-over')
    context.tell(`${provider.label} handed the event over; where it went is not followed`);
  return 0;
}

async function chooseRule({ bucket, rule: name }: ProbeCommandOptions, context: Context): Promise<LiveRule> {
  const live = (await (await context.services.rules(bucket)).list()).filter((rule) => rule.bucket === bucket);
  const found =
    name === undefined
      ? (live.find((rule) => probeFor(rule, context).kind !== 'impossible') ?? live[0])
      : live.find((rule) => rule.name === name);
  if (found) return found;
  const what = name === undefined ? `no rule on bucket ${bucket}` : `no rule ${name} on bucket ${bucket}`;
  throw new Failure('not-found', 'rule-not-found', `there is ${what}`, {
    hint: `the rules that exist: ossnotify rule list --bucket ${bucket}`,
  });
}

/** A rule that sends straight to a queue is not listened to: that would take messages from its readers. */
async function listenTo(
  { topic, endpoint }: LiveRule,
  provider: Provider,
  { services, settings }: Context,
): Promise<Pick<ProbeOptions, 'listen'>> {
  if (provider.name === 'ks3' || topic === undefined || endpoint?.type === 'queue') return {};
  const [region, accountId] = [await settings.require('region'), await settings.require('account')];
  return { listen: { mns: await services.mns(), topic, region, accountId } };
}

function textOf(
  { key, status, requestMs, toQueueMs, toHereMs, totalMs }: ProbeReport,
  { name }: LiveRule,
): string {
  const hops: [string, string | number | undefined][] = [
    ['rule', name],
    ['object', toPrintable(key)],
    ['event status', status],
    ['request', requestMs],
    // OSS gives the times of its events in whole seconds.
    [
      'event to queue',
      toQueueMs === undefined ? undefined : `${toQueueMs} ms (up to a second of it is rounding)`,
    ],
    ['queue to here', toHereMs],
    ['total', totalMs],
  ];
  return hops
    .flatMap(([what, value]) =>
      value === undefined
        ? []
        : `${`${what}:`.padEnd(16)}${typeof value === 'number' ? `${value} ms` : value}\n`,
    )
    .join('');
}

function undelivered({ status }: ProbeReport, { name, bucket }: LiveRule, { label }: Provider): Failure {
  return new Failure(
    'failure',
    'not-delivered',
    `${label} raised the event and could not deliver it: ${status}`,
    {
      hint: `look for the cause: ossnotify doctor --bucket ${bucket} --rule ${name}`,
    },
  );
}

function missed(
  { outcome, status }: ProbeReport,
  { name, bucket }: LiveRule,
  { activationMinutes, label }: Provider,
): Failure {
  const hint = `look for the cause: ossnotify doctor --bucket ${bucket} --rule ${name}`;
  return outcome === 'lost'
    ? new Failure(
        'timeout',
        'event-lost',
        `${label} said ${status} to the event, but it did not come in time`,
        { hint },
      )
    : new Failure(
        'timeout',
        'rule-not-active',
        `no rule took the event: ${name} is not active yet, which takes up to ${activationMinutes} minutes after its creation`,
        { hint },
      );
}
