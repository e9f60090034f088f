import { Failure } from '../errors.ts';
import type { Context } from './context.ts';

/** Also under --quiet: on the real service what stays behind costs money. */
export function tellLeftBehind(error: unknown, { system }: Pick<Context, 'system'>): void {
  const reason = error instanceof Error ? error.message : String(error);
  system.stderr.write(`warning: ${reason}; ossnotify cleanup removes it\n`);
}

/** Where an opening was broken off, that something of it stayed is all there is to tell. */
export function isLeftBehind(error: unknown): boolean {
  return error instanceof Failure && error.code === 'left-behind';
}

/** Also under --quiet: for a queue of the user's own, what was handled and will be handled once more. */
export function tellUndeleted(undeleted: Failure, { system }: Pick<Context, 'system'>): void {
  system.stderr.write(`warning: ${undeleted.message}; ${undeleted.hint}\n`);
}
