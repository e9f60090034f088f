import type { LiveRule } from '../domain/live-rule.ts';
import type { Overlap } from '../domain/overlap.ts';
import { overlapFacts } from '../domain/overlap-report.ts';
import { privateCallbacks } from '../domain/private-address.ts';
import { type ProviderName, providers } from '../domain/providers/index.ts';
import { validateRule } from '../domain/rule.ts';
import { checkTogether, type PlacedRule, type RuleFinding } from '../domain/rule-check.ts';
import type { LoadedRuleFile } from './load-rule-file.ts';

/** One thing that is wrong, with the place to mend it. */
export interface Finding {
  readonly code: string;
  readonly level: 'error' | 'warning';
  readonly message: string;
  readonly hint: string;
  /** A file's name, or `live`. */
  readonly source: string;
  readonly line?: number;
  /** Name of the rule, where it is about one. */
  readonly rule?: string;
  /** Where the other rule of a pair stands. */
  readonly other?: { readonly source: string; readonly line?: number };
  /** Names of all rules that it is about, where they are more than two. */
  readonly rules?: readonly string[];
  /** For overlaps: both rules, both descriptions, events and the key that both match. */
  readonly overlap?: ReturnType<typeof overlapFacts>;
}

export interface LiveScope {
  readonly provider: ProviderName;
  readonly region?: string;
  /** KS3: the bucket that was read. */
  readonly bucket?: string;
  readonly rules: readonly LiveRule[];
}

export interface CheckReport {
  readonly findings: readonly Finding[];
  /** How many rules were looked at. */
  readonly rules: number;
  /** Whether there may be more overlaps than are listed. */
  readonly cutShort: boolean;
}

/** A list that a person, or a review tool, can still take in. */
const MOST_OVERLAPS = 1000;

interface Located extends PlacedRule {
  readonly source: string;
  readonly line: () => Promise<number | undefined>;
}

/**
 * Lints files, and with them the rules that are live: each rule by itself, then all of them together. `isLocal` says
 * that callbacks are made on this computer, as an emulator makes them.
 */
export async function checkRules(
  files: readonly LoadedRuleFile[],
  live: readonly LiveScope[],
  isLocal = false,
): Promise<CheckReport> {
  const fromFiles = files.flatMap(rulesOf);
  const rules = [...fromFiles, ...live.flatMap((scope) => liveRules(scope, fromFiles))];
  const together = checkTogether(rules, MOST_OVERLAPS + 1);
  const overlaps = together.filter(({ overlap }) => overlap);
  const others = together.filter(({ overlap }) => !overlap);
  const findings = [
    ...(await Promise.all(files.map(fileFindings))).flat(),
    ...(await Promise.all(files.map((file) => callbackFindings(file, isLocal)))).flat(),
    ...live.flatMap((scope) => liveFindings(scope)),
    ...(await Promise.all([...others, ...overlaps.slice(0, MOST_OVERLAPS)].map(locate))),
  ];
  return { findings, rules: rules.length, cutShort: overlaps.length > MOST_OVERLAPS };
}

function rulesOf(file: LoadedRuleFile): Located[] {
  return file.documents.flatMap(({ provider, region, rules }) =>
    rules.map(
      (rule): Located => ({
        ...rule,
        provider,
        ...(region !== undefined && { region }),
        source: file.name,
        line: () => file.lineOf(rule.at),
      }),
    ),
  );
}

/** A rule of a file stands for its namesake among the live ones: applying the file would replace it. */
function liveRules({ provider, region, bucket, rules }: LiveScope, fromFiles: readonly Located[]): Located[] {
  const replaced = new Set(
    fromFiles
      .filter(
        (rule) =>
          rule.provider === provider &&
          (provider === 'ks3' ? rule.bucket === bucket : rule.region === region),
      )
      .map(({ name }) => name),
  );
  return rules
    .filter(({ name }) => !replaced.has(name))
    .map((rule) => ({
      ...rule,
      provider,
      ...(region !== undefined && { region }),
      source: 'live',
      line: async () => undefined,
    }));
}

/** What is wrong in the file's text, and inside each rule. */
async function fileFindings({ name, problems, lineOf }: LoadedRuleFile): Promise<Finding[]> {
  return Promise.all(
    problems.map(async ({ code, message, hint, at, rule }) => {
      const line = await lineOf(at);
      return {
        code,
        level: 'error' as const,
        message: rule ? `rule ${rule}: ${message}` : message,
        hint,
        source: name,
        ...(line !== undefined && { line }),
        ...(rule && { rule }),
      };
    }),
  );
}

/** Callbacks that nobody will get; that depends on who calls, so it is a warning. */
async function callbackFindings(file: LoadedRuleFile, isLocal: boolean): Promise<Finding[]> {
  const found = file.documents.flatMap(({ provider, rules }) =>
    rules.flatMap((rule) =>
      privateCallbacks(rule, providers[provider], isLocal).map((message) => ({ rule, message })),
    ),
  );
  return Promise.all(
    found.map(async ({ rule: { name, at }, message }) => {
      const line = await file.lineOf([...at, 'to']);
      return {
        code: 'private-callback',
        level: 'warning' as const,
        message: `rule ${name}: ${message}`,
        hint: 'name a URL with a public host',
        source: file.name,
        ...(line !== undefined && { line }),
        ...(name && { rule: name }),
      };
    }),
  );
}

/** What the service itself accepted is no error, but what could be read in two ways deserves a look. */
function liveFindings({ provider, rules }: LiveScope): Finding[] {
  return rules.flatMap((rule) => [
    ...(rule.warnings ?? []).map((message) =>
      liveFinding(rule.name, 'ambiguous-rule', message, `look at it: ossnotify rule get ${rule.name}`),
    ),
    ...validateRule(rule, providers[provider])
      .filter(({ code }) => code === 'unknown-event')
      .map(({ code, message, hint }) => liveFinding(rule.name, code, message, hint)),
  ]);
}

function liveFinding(rule: string, code: string, message: string, hint: string): Finding {
  return { code, level: 'warning', message: `rule ${rule}: ${message}`, hint, source: 'live', rule };
}

async function locate({
  code,
  level,
  message,
  hint,
  rules,
  overlap,
}: RuleFinding<Located>): Promise<Finding> {
  const [first, second] = rules;
  const line = await first?.line();
  const otherLine = await second?.line();
  return {
    code,
    level,
    message,
    hint,
    source: first?.source ?? '',
    ...(line !== undefined && { line }),
    ...(first && code !== 'too-many-rules' && { rule: first.name }),
    ...(second && { other: { source: second.source, ...(otherLine !== undefined && { line: otherLine }) } }),
    ...(rules.length > 2 && { rules: rules.map(({ name }) => name) }),
    ...(overlap && { overlap: factsOf(overlap) }),
  };
}

function factsOf(overlap: Overlap<Located>) {
  return overlapFacts(overlap, providers[overlap.a.provider]);
}
