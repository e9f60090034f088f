/** More ends than any token has; each costs an attempt at reading. */
const MOST_ENDS = 32;

/** Where a JSON object at the beginning of the text ends, when one is whole. */
export function endOfJson(text: string): number | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  let end = text.indexOf('}') + 1;
  for (let tried = 0; end > 0 && tried < MOST_ENDS; tried += 1) {
    if (isJson(text.slice(0, end))) return end;
    end = text.indexOf('}', end) + 1;
  }
  return undefined;
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
