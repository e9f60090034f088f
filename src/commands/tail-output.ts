import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { OUTPUT_NAMES, type OutputName } from '../sinks/index.ts';

export interface OutputChoice {
  readonly name: OutputName;
  readonly template: string;
}

export function tailOutputOption() {
  return new Option(
    '-o, --output <format>',
    'how to print events: pretty, ndjson, json, cloudevents, raw, event-display or template=STRING',
  )
    .choices(OUTPUT_NAMES)
    .argParser(outputChoice);
}

/** `ndjson` and its like, or `template=STRING`. */
function outputChoice(value: string): OutputChoice {
  const [, template] = /^template=(.+)$/s.exec(value) ?? [];
  if (template !== undefined) return { name: 'template', template };
  const name = OUTPUT_NAMES.find((candidate) => candidate === value && candidate !== 'template');
  if (name !== undefined) return { name, template: '' };
  throw new InvalidArgumentError(`It must be one of ${OUTPUT_NAMES.join(', ')}, with template=STRING.`);
}
