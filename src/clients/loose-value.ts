/** Reads values of a service whose spelling of them varies. */

/** A member of an object; undefined for anything else. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/** Text, where missing, null and empty are all the same. */
export function text(value: unknown): string {
  return value === undefined || value === null ? '' : String(value);
}

/** An array, given as such or as JSON text. */
export function list(value: unknown): unknown[] {
  const given = parsed(value);
  return Array.isArray(given) ? given : [];
}

/** Booleans come as such, as `"true"` and as `True`. */
export function isTrue(value: unknown): boolean {
  return String(value).toLowerCase() === 'true';
}

/** JSON text as what it says; anything else as it is. */
export function parsed(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
