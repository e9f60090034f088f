import { JsonPositions } from './json-positions.ts';

/** The text of a rule file as plain values, and where in the text each of them stands. */
export interface ParsedText {
  /** One value a document; an array at the top of a JSON file counts as its documents. */
  readonly values: readonly unknown[];
  /** 1-based line of the value at this path, or of the nearest one around it. */
  lineOf(path: readonly (string | number)[]): Promise<number | undefined>;
}

/**
 * Reads YAML, JSON, or several documents of them. JSON goes through Node's own parser, which is some hundred times
 * as fast as the one for YAML.
 * @throws {UsageError} `bad-syntax` with the first mistake and its line.
 */
export async function parseRuleText(text: string, name: string): Promise<ParsedText> {
  const json = parsedJson(text);
  if (json === undefined) return parseYaml(text, name);
  const isList = Array.isArray(json);
  const positions = new JsonPositions(text);
  return {
    values: isList ? json : [json],
    lineOf: async (path) => positions.lineOf(isList ? path : path.slice(1)),
  };
}

function parsedJson(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // YAML's parser reads JSON too, and says in which line it is wrong.
    return undefined;
  }
}

/** The library costs a start a good part of its time, and JSON does without it. */
async function parseYaml(text: string, name: string): Promise<ParsedText> {
  const { parseYamlRules } = await import('./yaml-rule-text.ts');
  return parseYamlRules(text, name);
}
