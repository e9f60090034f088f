import { resolve } from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { toPrintable } from '../domain/printable.ts';
import type { TokenInspection } from '../domain/token-inspection/inspect-token.ts';
import { EXIT_CODES, UsageError } from '../errors.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { type OutputFormat, outputOption, printResult } from './output-format.ts';
import { givenToParent } from './parent-options.ts';

interface TokenInspectOptions {
  readonly file: string;
  readonly key: string;
  readonly anyUrl?: true | undefined;
  readonly output: OutputFormat;
}

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('inspect')
    .description(
      'what a token, or a Secret that holds one, says (the secret masked), and what is wrong with it',
    )
    .argument('[file]', 'a file with the token or the Secret; - or nothing is stdin', '-')
    .option('--key <key>', 'key of the token within the Secret', 'mns')
    .option('--any-url', "do not check the URL's form")
    .addOption(outputOption())
    .addHelpText('after', '\nExit code 3 when something is wrong with it.')
    .action((file, flags, command) => act(run, { file, ...flags, ...givenToParent(command) }));
}

export async function run(options: TokenInspectOptions, context: Context): Promise<ExitStatus> {
  const input = await readInput(options.file, context);
  const { inspectToken } = await import('../domain/token-inspection/inspect-token.ts');
  const { parseYaml } = await import('./yaml-documents.ts');
  const { key, anyUrl = false, output } = options;
  const inspection = inspectToken(input, { key, anyUrl, parseYaml });
  await printResult(context, output, { value: inspection, text: () => inspectionText(inspection) });
  return inspection.findings.length > 0 ? EXIT_CODES.findings : 0;
}

async function readInput(file: string, { system, tell }: Context): Promise<Uint8Array> {
  const { stdin, cwd } = system;
  if (file === '-' && stdin.isTTY)
    tell('paste a token or a Secret, and end it with Ctrl-D on a line of its own');
  if (file === '-') return (await import('node:stream/consumers')).buffer(stdin);
  const { readFile } = await import('node:fs/promises');
  try {
    return await readFile(resolve(cwd, file));
  } catch (error) {
    throw new UsageError(
      'unreadable-file',
      `cannot read ${file}: ${Object(error).code}`,
      'name a file with a token or a Secret, or pipe it in',
    );
  }
}

function inspectionText(inspection: TokenInspection): string {
  const rows = contentRows(inspection);
  const width = Math.max(...rows.map(([label]) => label.length)) + 2;
  const lines = rows.map(([label, value]) => `${label.padEnd(width)}${toPrintable(value)}`);
  const findings = inspection.findings.flatMap(({ code, message, hint }) => [
    `finding (${code}): ${toPrintable(message)}`,
    `  ${hint}`,
  ]);
  const notes = inspection.notes.map((note) => `note: ${note}`);
  const verdict = findings.length > 0 ? [] : ['nothing is wrong with it'];
  return [...lines, ...notes, ...findings, ...verdict].map((line) => `${line}\n`).join('');
}

function contentRows({ form, secret, content = {} }: TokenInspection): [string, string][] {
  const { otherMembers = [], unnamedMembers = 0, ...members } = content;
  const rows: [string, string][] = [['form:', secret ? placeText(secret) : form]];
  for (const [name, value] of Object.entries(members)) rows.push([`${name}:`, value]);
  const others = [...otherMembers, ...(unnamedMembers > 0 ? [`${unnamedMembers} not named here`] : [])];
  if (others.length > 0) rows.push(['others:', others.join(', ')]);
  return rows;
}

function placeText({ name, namespace, key, field }: NonNullable<TokenInspection['secret']>): string {
  return [
    `secret${name ? ` ${name}` : ''}`,
    ...(namespace ? [`namespace ${namespace}`] : []),
    ...(key ? [`key ${key}${field ? ` of ${field}` : ''}`] : []),
  ].join(', ');
}
