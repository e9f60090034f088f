/** Plain data as YAML, without a library to load: `token --secret` must start as fast as bare Node. */

export type YamlValue = string | number | boolean | YamlObject | readonly (string | YamlObject)[];

export interface YamlObject {
  readonly [name: string]: YamlValue;
}

/** Block style, one final newline, read alike by YAML 1.1 (Kubernetes) and 1.2. The object must not be empty. */
export function plainYaml(object: YamlObject, indent = ''): string {
  return Object.entries(object)
    .map(([name, value]) => `${indent}${scalar(name)}:${member(value, indent)}`)
    .join('');
}

function member(value: YamlValue, indent: string): string {
  if (typeof value === 'string') return ` ${scalar(value)}\n`;
  if (typeof value !== 'object') return ` ${value}\n`;
  if (isList(value))
    return value.length === 0 ? ' []\n' : `\n${value.map((item) => listItem(item, indent)).join('')}`;
  return Object.keys(value).length === 0 ? ' {}\n' : `\n${plainYaml(value, `${indent}  `)}`;
}

function isList(value: YamlObject | readonly unknown[]): value is readonly (string | YamlObject)[] {
  return Array.isArray(value);
}

/** The dash takes the place of the first member's indentation, as kubectl writes it. */
function listItem(item: string | YamlObject, indent: string): string {
  if (typeof item === 'string') return `${indent}- ${scalar(item)}\n`;
  return `${indent}- ${plainYaml(item, `${indent}  `).slice(indent.length + 2)}`;
}

/**
 * Begins with a letter or a slash (or is a long option), so that neither version reads a number, a date, a marker or an
 * indicator; a colon only where no blank and no end follows.
 */
const PLAIN = /^(?:(?:--)?[A-Za-z]|\/)(?:[A-Za-z0-9._/+=-]|:(?=[A-Za-z0-9/]))*$/;
/** What YAML 1.1 or 1.2 reads as a boolean or null, or some reader as a number without digits before its exponent. */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|e[-+]?[0-9]+)$/i;

function scalar(text: string): string {
  return PLAIN.test(text) && !WORDS.test(text) ? text : doubleQuoted(text);
}

/** JSON's escapes are YAML's too; what YAML forbids unescaped beyond them is escaped as well. */
function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007F-\u00A0\u2028\u2029\uFEFF\uFFFE\uFFFF]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
