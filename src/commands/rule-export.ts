import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Act, Context, ExitStatus } from './context.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { providerInForce } from './provider-in-force.ts';
import { hasAccount } from './rule-plan.ts';

interface RuleExportOptions {
  readonly bucket?: string | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('export')
    .description('the rules that exist, as a rule file: YAML, or JSON with -o json')
    .option('--bucket <bucket>', 'only those of this bucket (KS3: needed, since rules live in the bucket)')
    .addOption(outputOption())
    .addHelpText('after', '\nExample:\n  $ ossnotify rule export | ossnotify rule diff -f -')
    .action((flags) => act(run, flags));
}

export async function run({ bucket, output }: RuleExportOptions, context: Context): Promise<ExitStatus> {
  const provider = await providerInForce(context);
  const { services, settings } = context;
  const live = (await (await services.rules(bucket)).list()).filter(
    (rule) => bucket === undefined || rule.bucket === bucket,
  );
  const mns = provider.name === 'oss' && (await hasAccount(settings)) ? await services.mns() : undefined;
  const { wireRule } = await import('../use-cases/read-deliveries.ts');
  const wired = [];
  for (const rule of live) wired.push(await wireRule(rule, mns));
  for (const { name, warnings = [] } of live)
    for (const each of warnings) context.tell(`warning: rule ${name}: ${each}`);
  const { exportRules } = await import('../domain/rule-export.ts');
  const region = (await settings.get('region'))?.value;
  const exported = exportRules(wired, provider, provider.name === 'oss' ? region : undefined);
  const documents = exported.length > 0 ? exported : [emptyDocument(provider.name, bucket)];
  await printResult(context, output, {
    value: documents.length === 1 ? documents[0] : documents,
    text: () => yamlDocuments(documents),
    yaml: () => yamlDocuments(documents),
  });
  if (live.length === 0) context.tell('there are no rules to export');
  return 0;
}

function emptyDocument(provider: 'oss' | 'ks3', bucket: string | undefined) {
  return { provider, ...(bucket !== undefined && { bucket }), rules: [] };
}

async function yamlDocuments(documents: readonly unknown[]): Promise<string> {
  const { yamlText } = await import('./yaml-text.ts');
  return documents.map(yamlText).join('---\n');
}
