import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { providers } from '../domain/providers/index.ts';

/** The command tree as plain data, which is what completion scripts are made from. */
export interface CommandNode {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionNode[];
  readonly commands: readonly CommandNode[];
  /** What its arguments name, where the program can list it. */
  readonly lists?: ListedKind;
}

/** Names that only a run of the program knows: `ossnotify __values KIND` lists them. */
export type ListedKind = 'profiles' | 'rules' | 'topics';

export interface OptionNode {
  /** `-o` and `--output`, as far as it has them. */
  readonly names: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  readonly values: readonly string[];
  readonly lists?: ListedKind;
}

export function readTree(command: CommandUnknownOpts): CommandNode {
  const help = command.createHelp();
  return {
    name: command.name(),
    description: command.description(),
    options: help.visibleOptions(command).map((option) => ({
      names: [option.short, option.long].filter((name) => name !== undefined && name !== null),
      description: option.description,
      takesValue: option.required || option.optional,
      values: option.argChoices ?? valuesOf(option.long),
      ...listing(LISTED_OPTIONS[option.long ?? '']),
    })),
    commands: help.visibleCommands(command).filter(isReal(command)).map(readTree),
    ...listing(LISTED_ARGUMENTS[pathOf(command)]),
  };
}

const LISTED_OPTIONS: Readonly<Record<string, ListedKind>> = {
  '--profile': 'profiles',
  '--rule': 'rules',
  '--topic': 'topics',
};

const LISTED_ARGUMENTS: Readonly<Record<string, ListedKind>> = {
  'rule get': 'rules',
  'rule delete': 'rules',
  'config use': 'profiles',
  tail: 'topics',
};

function listing(lists: ListedKind | undefined): { readonly lists?: ListedKind } {
  return lists === undefined ? {} : { lists };
}

function pathOf(command: CommandUnknownOpts): string {
  const { parent } = command;
  return parent?.parent ? `${pathOf(parent)} ${command.name()}` : command.name();
}

/** Leaves out the implicit `help` of command groups, which is not in the tree itself. */
function isReal(parent: CommandUnknownOpts): (command: CommandUnknownOpts) => boolean {
  return (command) => parent.commands.includes(command);
}

function valuesOf(long: string | null | undefined): readonly string[] {
  if (long !== '--event' && long !== '--exclude-event') return [];
  const { events, wildcardGroups } = providers.oss;
  return [...[...wildcardGroups].map((group) => `${group}:*`), ...events.map(({ type }) => type)];
}

/** Every command of the tree with the words that lead to it; the root's path is empty. */
export function pathsOf(node: CommandNode, path: readonly string[] = []): [readonly string[], CommandNode][] {
  return [[path, node], ...node.commands.flatMap((child) => pathsOf(child, [...path, child.name]))];
}
