import type { CommandUnknownOpts } from '@commander-js/extra-typings';

/**
 * What the command line says by options that a command shares with its parent: commander gives those to the parent,
 * wherever they stand. Its answer to that, positional options, would forbid global options after a subcommand.
 */
export function givenToParent(command: CommandUnknownOpts): Record<string, unknown> {
  const { parent } = command;
  const given = Object.entries(parent?.opts() ?? {});
  return Object.fromEntries(given.filter(([name]) => parent?.getOptionValueSource(name) === 'cli'));
}
