import { stringify } from 'yaml';

/** Loaded only for `-o yaml`: the library would cost every start a good part of its time. */
export function yamlText(value: unknown): string {
  return stringify(value);
}
