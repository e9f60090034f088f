import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { UsageError } from '../errors.ts';

/** The long flags that stand on the command line; what a profile or a default gives may be of no use this time. */
export function givenFlags(command: CommandUnknownOpts): readonly string[] {
  return command.options
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .map(({ long, flags }) => long ?? flags);
}

/** An option that does something only together with others. */
export interface Dependence<Options> {
  readonly flag: string;
  readonly isOfUse: (options: Options) => boolean;
  /** What makes it of use, in words. */
  readonly needs: string;
}

/** @throws {UsageError} for a flag that was given and would do nothing: whoever gave it expects something of it. */
export function requireOfUse<Options>(
  given: readonly string[],
  options: Options,
  dependences: readonly Dependence<Options>[],
): void {
  const idle = dependences.find(({ flag, isOfUse }) => given.includes(flag) && !isOfUse(options));
  if (idle) throw new UsageError('lone-option', `${idle.flag} needs ${idle.needs}`, `leave ${idle.flag} out`);
}
