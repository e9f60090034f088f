import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { toPrintable } from '../domain/printable.ts';
import { EXIT_CODES, UsageError } from '../errors.ts';
import { painter } from '../terminal.ts';
import type { CheckReport, Finding, LiveScope } from '../use-cases/check-rules.ts';
import type { LoadedRuleFile } from '../use-cases/load-rule-file.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { providerInForce } from './provider-in-force.ts';
import { loadRuleFiles } from './rule-file-input.ts';
import { isLocalEndpoint, type Place, servicesAt } from './rule-place.ts';

interface RuleCheckOptions {
  readonly files: readonly string[];
  readonly againstLive?: true | undefined;
  readonly bucket?: string | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('check')
    .description('lint rule files: mistakes, and overlaps with a key that both rules would match')
    .argument('[file...]', 'rule files, - for stdin (default: stdin, where it is no terminal)')
    .option('--against-live', 'check them together with the rules that exist; without files, those alone')
    .option('--bucket <bucket>', 'with --against-live on KS3: the bucket, where no file names it')
    .addOption(outputOption())
    .action((files, flags) => act(run, { files, ...flags }));
}

export async function run(options: RuleCheckOptions, context: Context): Promise<ExitStatus> {
  const files = await loadRuleFiles(filesToRead(options, context), context);
  const live = options.againstLive ? await readLive(files, options, context) : [];
  const { checkRules } = await import('../use-cases/check-rules.ts');
  const report = await checkRules(files, live, await isLocalEndpoint(context.settings));
  await printResult(context, options.output, {
    value: { findings: report.findings, rules: report.rules, cutShort: report.cutShort },
    text: () => report.findings.map((finding) => textOf(finding, context)).join(''),
  });
  context.tell(summaryOf(report));
  return report.findings.length > 0 ? EXIT_CODES.findings : 0;
}

function filesToRead({ files, againstLive }: RuleCheckOptions, { system }: Context): readonly string[] {
  if (files.length > 0 || againstLive) return files;
  if (!system.stdin.isTTY) return ['-'];
  throw new UsageError('no-file', 'no rule file is named', 'name one, - for stdin, or pass --against-live');
}

/** The live rules of every place that a file speaks of, or of the settings in force. */
async function readLive(
  files: readonly LoadedRuleFile[],
  { bucket }: RuleCheckOptions,
  context: Context,
): Promise<LiveScope[]> {
  const scopes = new Map<string, Place & { readonly bucket?: string }>();
  for (const { provider, region, rules } of files.flatMap(({ documents }) => documents)) {
    const place = { provider, ...(region !== undefined && { region }) };
    const buckets = provider === 'ks3' ? rules.map((rule) => rule.bucket) : [undefined];
    for (const each of buckets.filter((name) => name !== ''))
      scopes.set([provider, region, each].join(' '), {
        ...place,
        ...(each !== undefined && { bucket: each }),
      });
  }
  if (files.length === 0) {
    const { name: provider } = await providerInForce(context);
    scopes.set('', { provider, ...(provider === 'ks3' && bucket !== undefined && { bucket }) });
  }
  const found: LiveScope[] = [];
  for (const scope of scopes.values()) {
    const rules = await (await servicesAt(scope, context).rules(scope.bucket)).list();
    found.push({
      ...scope,
      rules: bucket === undefined ? rules : rules.filter((rule) => rule.bucket === bucket),
    });
  }
  return found;
}

function textOf({ level, message, hint, source, line, other }: Finding, context: Context): string {
  const paint = painter(context.colors('stdout'));
  const mark = level === 'error' ? paint.red('error:') : paint.yellow('warning:');
  const place = (at: { source: string; line?: number }) =>
    toPrintable(at.line === undefined ? at.source : `${at.source}:${at.line}`);
  const second = other && (other.source !== source || other.line !== line) ? ` (and ${place(other)})` : '';
  const here = place({ source, ...(line !== undefined && { line }) });
  return `${here}: ${mark} ${message}${second}\n  ${paint.cyan('hint:')} ${hint}\n`;
}

function summaryOf({ findings, rules, cutShort }: CheckReport): string {
  const errors = findings.filter(({ level }) => level === 'error').length;
  const warnings = findings.length - errors;
  const more = cutShort ? '; there are more overlaps than are listed' : '';
  return `${counted(rules, 'rule')} checked: ${counted(errors, 'error')}, ${counted(warnings, 'warning')}${more}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
