import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import type { ApiGeneration } from '../domain/manifest/kubernetes-object.ts';

/** Options that every manifest takes. */
export interface PlacementOptions {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly label?: Readonly<Record<string, string>> | undefined;
  readonly output: 'yaml' | 'json';
}

export interface ApiOptions {
  readonly api: ApiGeneration;
}

export function namespaceOption() {
  return new Option(
    '-n, --namespace <namespace>',
    'namespace of the objects; default: none, so that kubectl -n decides',
  );
}

export function labelOption() {
  return new Option('--label <name=value>', 'a label for every object (repeatable)').argParser(assigned);
}

export function manifestOutputOption() {
  return new Option('-o, --output <format>', 'YAML documents, or one List in JSON')
    .choices(['yaml', 'json'])
    .default('yaml' as const);
}

/** For values that may hold a comma themselves: repeats only. */
export function assignment(
  value: string,
  previous: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  return Object.fromEntries([...Object.entries(previous), pairOf(value)]);
}

/** `--label a=b --label c=d,e=f` → one record. */
export function assigned(
  value: string,
  previous: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const pairs = value.split(',').map(pairOf);
  return Object.fromEntries([...Object.entries(previous), ...pairs]);
}

function pairOf(part: string): [string, string] {
  const [, name, text] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(part) ?? [];
  if (name === undefined || text === undefined)
    throw new InvalidArgumentError('It must be written NAME=VALUE.');
  return [name, text];
}
