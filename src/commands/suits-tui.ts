import type { System } from '../system.ts';

/**
 * Whether a person sits in front of both ends, at a terminal that can be drawn on. A screen reader is better served by
 * lines, so Ink's switch for it is ours too; and a CI's terminal has nobody at its keys.
 */
export function suitsTui({ stdin, stdout, env }: System): boolean {
  if (!stdin.isTTY || !stdout.isTTY) return false;
  return env['TERM'] !== 'dumb' && env['INK_SCREEN_READER'] !== 'true' && !isCi(env['CI']);
}

function isCi(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false' && value !== '0';
}
