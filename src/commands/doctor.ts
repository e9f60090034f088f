import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { toPrintable } from '../domain/printable.ts';
import type { Provider } from '../domain/providers/index.ts';
import { EXIT_CODES } from '../errors.ts';
import { painter } from '../terminal.ts';
import type { Check } from '../use-cases/diagnosis.ts';
import type { DoctorPorts } from '../use-cases/doctor.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { probeFor, probeStore } from './probe-ports.ts';
import { providerInForce } from './provider-in-force.ts';
import { isLocalEndpoint } from './rule-place.ts';
import { commandForSamePlace, hintForSamePlace } from './same-place.ts';

interface DoctorOptions {
  readonly bucket?: string | undefined;
  readonly rule?: string | undefined;
  readonly readOnly?: true | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('doctor')
    .description('find out why no event comes: one cause for each failure, and the command that mends it')
    .option(
      '--bucket <bucket>',
      'look at this bucket and its rules (KS3: needed, since rules live in the bucket)',
    )
    .option('--rule <name>', 'look at this rule')
    .option('--read-only', 'put no probe object')
    .addOption(outputOption())
    .action((flags) => act(run, flags));
}

export async function run(options: DoctorOptions, context: Context): Promise<ExitStatus> {
  const provider = await providerInForce(context);
  const { examine } = await import('../use-cases/doctor.ts');
  const request = {
    ...(options.bucket !== undefined && { bucket: options.bucket }),
    ...(options.rule !== undefined && { rule: options.rule }),
  };
  const checks: Check[] = [];
  for await (const found of examine(request, await doctorPorts(options, provider, context))) {
    const check = forSamePlace(found, context);
    checks.push(check);
    if (options.output === 'table') await context.print(textOf(check, context));
  }
  const failure = checks.find(({ state }) => state === 'failed');
  const warnings = checks.filter(({ state }) => state === 'warning').length;
  const notes = provider.silences;
  if (options.output !== 'table')
    await printResult(context, options.output, {
      value: { checks, healthy: failure === undefined, warnings, notes },
      text: () => '',
    });
  else await context.print(notesText(notes, failure === undefined, warnings));
  return failure ? EXIT_CODES[failure.kind ?? 'failure'] : 0;
}

function forSamePlace(check: Check, { globals }: Context): Check {
  const { remedy } = check;
  if (remedy === undefined) return check;
  const rewritten = remedy.startsWith('ossnotify ') ? commandForSamePlace : hintForSamePlace;
  return { ...check, remedy: rewritten(remedy, globals) };
}

async function doctorPorts(
  { bucket, readOnly }: DoctorOptions,
  provider: Provider,
  context: Context,
): Promise<DoctorPorts> {
  const { services, settings } = context;
  return {
    provider,
    region: await settings.get('region'),
    credentials: services.credentials,
    rules: () => services.rules(bucket),
    ...(provider.name === 'oss' && {
      wiring: async () => ({
        mns: await services.mns(),
        region: await settings.require('region'),
        accountId: await settings.require('account'),
      }),
      bucketInfo: async (name: string) => (await services.oss()).bucketInfo(name),
    }),
    ...(!readOnly && { store: (name: string) => probeStore(name, provider, services) }),
    probeFor: (rule) => probeFor(rule, context),
    isLocal: await isLocalEndpoint(settings),
  };
}

function textOf({ name, state, text, remedy, requestId }: Check, context: Context): string {
  const paint = painter(context.colors('stdout'));
  const marks = {
    ok: paint.green('ok'),
    failed: paint.red('FAILED'),
    warning: paint.yellow('warning'),
    skipped: paint.dim('skipped'),
  };
  const id = requestId === undefined ? '' : ` (request id ${requestId})`;
  const line = `${marks[state]}  ${toPrintable(name)}: ${toPrintable(text)}${id}\n`;
  return remedy === undefined ? line : `${line}    ${paint.cyan('remedy:')} ${toPrintable(remedy)}\n`;
}

function notesText(notes: readonly string[], isHealthy: boolean, warnings: number): string {
  const head = isHealthy
    ? `${verdict(warnings)} Documented reasons why an event may still not come:`
    : 'Besides, by the documents:';
  return `\n${head}\n${notes.map((note) => `  - ${note}\n`).join('')}`;
}

function verdict(warnings: number): string {
  if (warnings === 0) return 'Nothing is wrong here.';
  return `Nothing fails, but look at the ${warnings === 1 ? 'warning' : `${warnings} warnings`}.`;
}
