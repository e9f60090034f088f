import { EMULATOR_PROFILE } from '../clients/profile-in-force.ts';
import { DEFAULT_KEYS, isTailKey, SETTING_KEYS, type SettingKey } from '../clients/settings.ts';
import { UsageError } from '../errors.ts';
import type { Context } from './context.ts';

/** @throws {UsageError} for anything that is no setting of a profile. */
export function readSettingKey(text: string): SettingKey {
  const key = [...SETTING_KEYS, ...DEFAULT_KEYS].find((candidate) => candidate === text);
  if (key) return key;
  if (isTailKey(text)) return text;
  const isSecret = /key|secret|token/i.test(text);
  throw new UsageError(
    'unknown-setting',
    `there is no setting ${text}`,
    isSecret
      ? 'keys are stored with: ossnotify config credentials'
      : `settings are: ${[...SETTING_KEYS, ...DEFAULT_KEYS].join(', ')}, and tail.OPTION for any option of tail`,
  );
}

/** The profile that a change is for: named, or standing, or a first one called `default`. */
export async function profileToChange({ settings }: Pick<Context, 'settings'>): Promise<string> {
  const name = (await settings.profile())?.value ?? 'default';
  if (name !== EMULATOR_PROFILE) return name;
  throw new UsageError(
    'built-in-profile',
    'the profile emulator is built in and cannot be changed',
    'name another one with --profile; OSSNOTIFY_ENDPOINT moves the emulator',
  );
}
