import type { CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { SettingKey, Settings } from '../clients/settings.ts';

/** What stands in for options that were not given, from the profile: `output` for every command that has one, `tail.*`. */
export async function applyProfileDefaults(command: CommandUnknownOpts, settings: Settings): Promise<void> {
  const isTail = command.name() === 'tail';
  for (const option of command.options) {
    if (command.getOptionValueSource(option.attributeName()) === 'cli') continue;
    const key = settingOf(option, isTail);
    const value = key && (await settings.get(key))?.value;
    if (value !== undefined && accepts(option, value))
      command.setOptionValueWithSource(option.attributeName(), parsed(option, value), 'config');
  }
  if (isTail) await giveTopic(command, settings);
}

function settingOf({ long }: Option, isTail: boolean): SettingKey | undefined {
  const name = long?.replace(/^--(no-)?/, '');
  if (name === undefined) return undefined;
  if (isTail) return `tail.${name}`;
  return name === 'output' ? 'output' : undefined;
}

function accepts({ argChoices }: Option, value: string): boolean {
  return argChoices === undefined || argChoices.includes(value);
}

/** As commander would have done with the option's text. */
function parsed(option: Option, value: string): unknown {
  if (option.isBoolean()) return option.negate ? value !== 'true' : value === 'true';
  return option.parseArg && option.argChoices === undefined ? option.parseArg(value, undefined) : value;
}

const SOURCES = ['rule', 'bucket', 'queue', 'listen', 'from'];

/** The topic of the profile, where no source at all is named. */
async function giveTopic(command: CommandUnknownOpts, settings: Settings): Promise<void> {
  const [topics] = command.processedArgs;
  if (!Array.isArray(topics) || topics.length > 0) return;
  if (SOURCES.some((name) => command.getOptionValue(name) !== undefined)) return;
  const topic = await settings.get('topic');
  if (topic) topics.push(topic.value);
}
