import { type CommandUnknownOpts, Help, type Option } from '@commander-js/extra-typings';
import { UsageError } from '../errors.ts';
import { givenToParent } from './parent-options.ts';

/** The port that the command line names, wherever, for a command about an emulator that runs already. */
export function givenPort(command: CommandUnknownOpts): number | undefined {
  const { port, ...others } = givenToParent(command);
  const foreign = command.parent?.options.find((option) => option.attributeName() in others)?.long;
  if (foreign !== undefined) {
    throw new UsageError(
      'only-for-starting',
      `${foreign} is for starting an emulator, and ${command.name()} is about one that runs`,
      `leave ${foreign} out; --port says where it listens`,
    );
  }
  return typeof port === 'number' ? port : undefined;
}

/** Help that leaves out what only starts an emulator. */
export const RUNNING_EMULATOR_HELP = {
  showGlobalOptions: true,
  visibleGlobalOptions(command: CommandUnknownOpts): Option[] {
    const help = Object.assign(new Help(), { showGlobalOptions: true });
    const starting = command.parent?.options ?? [];
    return help.visibleGlobalOptions(command).filter((option) => !starting.includes(option));
  },
};
