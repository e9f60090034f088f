import { isMnsName } from '../domain/destination.ts';
import { UsageError } from '../errors.ts';

/** @throws {UsageError} for the first that MNS would not take as the name of a queue or topic. */
export function requireMnsNames(names: readonly string[]): void {
  const bad = names.find((name) => !isMnsName(name));
  if (bad === undefined) return;
  throw new UsageError(
    'bad-name',
    `${JSON.stringify(bad)} is no name of a topic or queue`,
    'a name has 1 to 120 letters, digits and hyphens, and begins with a letter or a digit',
  );
}
