import type { Problem } from '../domain/problem.ts';
import { UsageError } from '../errors.ts';

/** What the domain found wrong with an argument, as the error that ends the command. */
export function asUsageError({ code, message, hint }: Problem): UsageError {
  return new UsageError(code, message, hint);
}
