/** Objects of strings as YAML, without a library to load: `token --secret` must start as fast as bare Node. */

export interface YamlObject {
  readonly [name: string]: string | YamlObject;
}

/** Block style, one final newline, read alike by YAML 1.1 (Kubernetes) and 1.2. Objects must not be empty. */
export function plainYaml(object: YamlObject, indent = ''): string {
  return Object.entries(object)
    .map(([name, value]) =>
      typeof value === 'string'
        ? `${indent}${scalar(name)}: ${scalar(value)}\n`
        : `${indent}${scalar(name)}:\n${plainYaml(value, `${indent}  `)}`,
    )
    .join('');
}

/** Begins with a letter, so that neither version reads a number, a date, a marker or an indicator. */
const PLAIN = /^[A-Za-z][A-Za-z0-9._/+=-]*$/;
/** What YAML 1.1 or 1.2 reads as a boolean or null. */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;

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
