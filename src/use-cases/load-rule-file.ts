import type { ProviderName } from '../domain/providers/index.ts';
import { type FileProblem, type RuleDocument, readRuleFile } from '../domain/rule-file.ts';
import { UsageError } from '../errors.ts';
import { type ParsedText, parseRuleText } from './rule-file-text.ts';

export interface RuleText {
  /** As it is named in messages: a path, or `stdin`. */
  readonly name: string;
  readonly text: string;
}

export interface LoadedRuleFile {
  readonly name: string;
  readonly documents: readonly RuleDocument[];
  readonly problems: readonly FileProblem[];
  readonly lineOf: ParsedText['lineOf'];
}

/** Reads a rule file; mistakes inside it are problems of the answer, a text that is neither YAML nor JSON is an error. */
export async function loadRuleFile({ name, text }: RuleText, usual: ProviderName): Promise<LoadedRuleFile> {
  const { values, lineOf } = await parseRuleText(text, name);
  if (values.length === 0) {
    throw new UsageError(
      'empty-file',
      `${name} holds no rules`,
      'ossnotify rule export shows what a rule file looks like',
    );
  }
  return { name, lineOf, ...readRuleFile(values, usual) };
}

/** For what acts on a file. @throws {UsageError} for the first thing that is wrong in it. */
export async function requireSound({
  name,
  documents,
  problems,
  lineOf,
}: LoadedRuleFile): Promise<readonly RuleDocument[]> {
  const [first] = problems;
  if (first === undefined) return documents;
  const line = await lineOf(first.at);
  const rule = first.rule ? `rule ${first.rule}: ` : '';
  throw new UsageError(
    first.code,
    `${name}${line === undefined ? '' : `:${line}`}: ${rule}${first.message}`,
    first.hint,
  );
}
