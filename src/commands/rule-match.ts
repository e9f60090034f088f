import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { isKnownEventType } from '../domain/event-type.ts';
import { toPrintable } from '../domain/printable.ts';
import { type Provider, providers } from '../domain/providers/index.ts';
import type { Rule } from '../domain/rule.ts';
import type { RuleVerdict } from '../domain/rule-match.ts';
import { EXIT_CODES, UsageError } from '../errors.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { providerInForce } from './provider-in-force.ts';
import { readEventType } from './rule-arguments.ts';
import { loadRuleFiles, readStdin } from './rule-file-input.ts';
import { eventsInWords } from './rule-view.ts';

interface RuleMatchOptions {
  readonly keys: readonly string[];
  readonly event?: string | undefined;
  readonly file?: string | undefined;
  readonly bucket?: string | undefined;
  readonly output: OutputFormat;
}

interface KeyVerdict {
  readonly key: string;
  readonly event?: string;
  /** Names of the rules that fire. */
  readonly fires: readonly string[];
  readonly rules: readonly RuleVerdict[];
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('match')
    .description('which rule fires for a key, and why the others do not')
    .argument('[key...]', 'keys; without any, or for -, one a line from stdin')
    .option('--event <type>', 'the event that happens to the object; without it, any')
    .option('-f, --file <file>', 'the rules of this file (- for stdin) instead of those that exist')
    .option('--bucket <bucket>', 'only rules of this bucket')
    .addOption(outputOption())
    .action((keys, flags) => act(run, { keys, ...flags }));
}

export async function run(options: RuleMatchOptions, context: Context): Promise<ExitStatus> {
  const keys = await keysOf(options, context);
  const { groups, event } = await candidatesOf(options, context);
  const rules = groups.flatMap((group) => group.rules);
  const { judgeRule } = await import('../domain/rule-match.ts');
  const verdicts = keys.map((key): KeyVerdict => {
    const judged = rules.map((rule) => judgeRule(rule, key, event));
    const fires = judged.filter((verdict) => verdict.fires).map(({ rule }) => rule);
    return { key, ...(event !== undefined && { event }), fires, rules: judged };
  });
  await printResult(context, options.output, { value: verdicts, text: () => textOf(verdicts, groups) });
  const hits = verdicts.filter(({ fires }) => fires.length > 0).length;
  const open = verdicts.filter(isOpen).length;
  const perhaps = open === 0 ? '' : `, ${open} of them perhaps`;
  if (rules.length === 0) context.tell('there are no rules to match');
  else
    context.tell(
      `${hits} of ${keys.length} ${keys.length === 1 ? 'key' : 'keys'} would be notified${perhaps}`,
    );
  return hits > 0 ? 0 : EXIT_CODES['not-found'];
}

/** Nothing fires for certain. */
function isOpen({ fires, rules }: KeyVerdict): boolean {
  return fires.length > 0 && rules.every((verdict) => !verdict.fires || verdict.perhaps === true);
}

async function keysOf({ keys, file }: RuleMatchOptions, { system }: Context): Promise<readonly string[]> {
  if (keys.includes(''))
    throw new UsageError('empty-key', 'a key is never empty', 'name keys, or pipe them in, one a line');
  if (keys.length > 0 && !keys.includes('-')) return keys;
  if (file === '-')
    throw new UsageError('stdin-twice', 'stdin cannot hold both keys and rules', 'name the keys, or a file');
  if (keys.length === 0 && system.stdin.isTTY)
    throw new UsageError('no-keys', 'no key is named', 'name keys, or pipe them in, one a line');
  const lines = (await readStdin(system.stdin)).split('\n').map((line) => line.replace(/\r$/, ''));
  return [...keys.filter((key) => key !== '-'), ...lines.filter((line) => line !== '')];
}

/** Rules of one provider. */
interface RuleGroup {
  readonly provider: Provider;
  readonly rules: readonly Rule[];
}

interface Candidates {
  readonly groups: readonly RuleGroup[];
  /** In the provider's spelling. */
  readonly event?: string;
}

/** A file decides whose events it speaks of; for live rules the event is judged before anything is asked for. */
async function candidatesOf(
  { file, bucket, event: given }: RuleMatchOptions,
  context: Context,
): Promise<Candidates> {
  const read = file === undefined ? undefined : await fileGroups(file, context);
  const speaking = [...new Set(read?.map(({ provider }) => provider))];
  const first = speaking[0] ?? (await providerInForce(context));
  const knowing =
    speaking.find((provider) => given !== undefined && isKnownEventType(given, provider)) ?? first;
  const event = given === undefined ? undefined : readEventType(given, knowing);
  const groups = read ?? [{ provider: first, rules: await liveRules(bucket, context) }];
  const isAsked = (rule: Rule) => bucket === undefined || rule.bucket === bucket;
  return {
    groups: groups.map(({ provider, rules }) => ({ provider, rules: rules.filter(isAsked) })),
    ...(event !== undefined && { event }),
  };
}

async function liveRules(bucket: string | undefined, { services }: Context): Promise<readonly Rule[]> {
  return (await services.rules(bucket)).list();
}

async function fileGroups(file: string, context: Context): Promise<readonly RuleGroup[]> {
  const { requireSound } = await import('../use-cases/load-rule-file.ts');
  const [loaded] = await loadRuleFiles([file], context);
  const documents = loaded ? await requireSound(loaded) : [];
  return documents.map(({ provider, rules }) => ({ provider: providers[provider], rules }));
}

async function textOf(verdicts: readonly KeyVerdict[], groups: readonly RuleGroup[]): Promise<string> {
  const { formatTable } = await import('./table.ts');
  const rows = verdicts.flatMap(({ key, rules }) => {
    const left = [...rules];
    return groups.flatMap((group) =>
      left.splice(0, group.rules.length).map((verdict) => rowOf(key, verdict, group.provider)),
    );
  });
  return rows.length === 0 ? '' : formatTable(['KEY', 'RULE', 'FIRES', 'WHY'], rows);
}

function rowOf(key: string, verdict: RuleVerdict, provider: Provider): string[] {
  const { rule, fires, perhaps, match, events = [], why = [] } = verdict;
  if (!fires) return [key, rule, 'no', why.map(({ failed, entry }) => wordsOf(failed, entry)).join('; ')];
  const reason = `${match} for ${eventsInWords(events, provider).join(', ')}`;
  return perhaps ? [key, rule, 'perhaps', `${reason}; ${OPEN}`] : [key, rule, 'yes', reason];
}

const OPEN = 'it stands in one entry with others, and all of them may have to match';

function wordsOf(failed: string, entry: string | undefined): string {
  return entry === undefined
    ? `${failed}: the rule does not ask for it`
    : `${failed}: not ${toPrintable(entry)}`;
}
