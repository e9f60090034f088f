import { Option } from '@commander-js/extra-typings';
import { toPrintableJson } from '../domain/printable.ts';
import type { Context } from './context.ts';

export type OutputFormat = 'table' | 'json' | 'yaml';

export function outputOption() {
  return new Option('-o, --output <format>', 'how to print the result')
    .choices(['table', 'json', 'yaml'])
    .default('table' as const);
}

/** One result, three renderings: the value as JSON or YAML, or its rows for people. */
export interface Result {
  readonly value: unknown;
  readonly text: () => string | Promise<string>;
  /** Where the value's YAML is not one document. */
  readonly yaml?: () => string | Promise<string>;
}

export async function printResult(
  context: Context,
  format: OutputFormat,
  { value, text, yaml }: Result,
): Promise<void> {
  if (format === 'json') {
    const json = `${JSON.stringify(value, undefined, 2)}\n`;
    return context.print(context.system.stdout.isTTY ? toPrintableJson(json) : json);
  }
  if (format === 'yaml') {
    if (yaml) return context.print(await yaml());
    const { yamlText } = await import('./yaml-text.ts');
    return context.print(yamlText(value));
  }
  return context.print(await text());
}
