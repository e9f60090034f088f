import type { Problem } from '../problem.ts';
import { endOfJson } from './end-of-json.ts';
import { finding } from './finding.ts';

/** The members of the JSON object, whatever they are. */
export type Members = ReadonlyMap<string, unknown>;

export interface ParsedContent {
  readonly members: Members | undefined;
  readonly findings: readonly Problem[];
}

export function parseContent(text: string): ParsedContent {
  const value = parseJson(text);
  if (value === undefined) {
    const end = endOfJson(text);
    if (end === undefined) return { members: undefined, findings: [notJson(text.trim())] };
    const more = finding('trailing-text', 'more stands behind the end of the JSON (not shown)');
    return { members: parseContent(text.slice(0, end)).members, findings: [more] };
  }
  if (typeof value === 'string') {
    const { members, findings } = parseContent(value);
    const message = 'the JSON was written as a string within JSON: the controller expects the object itself';
    return { members, findings: members ? [finding('json-in-string', message), ...findings] : findings };
  }
  if (value !== null && typeof value === 'object' && !Array.isArray(value))
    return { members: new Map(Object.entries(value)), findings: [] };
  const message = 'the token is JSON, but no object with url, accessKeyId and accessKeySecret';
  return { members: undefined, findings: [finding('not-an-object', message)] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notJson(text: string): Problem {
  const [begins, ends] = [text.startsWith('{'), text.endsWith('}')];
  if (begins && !ends) return finding('truncated', 'the token is cut off: its JSON has no end');
  if (!begins && ends) return finding('truncated', 'the token is cut off: its JSON has no beginning');
  return finding('not-json', 'the token is not valid JSON (not shown: it holds the secret)');
}
