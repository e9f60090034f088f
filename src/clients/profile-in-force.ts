import { UsageError } from '../errors.ts';
import type { Profile, ProfileStore } from './profiles.ts';

/** What the global options of the command line say; a member that was not given is absent. */
export interface GivenSettings {
  readonly profile?: string | undefined;
  readonly provider?: string | undefined;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly network?: string | undefined;
  readonly account?: string | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where settings can come from. */
export interface SettingSources {
  readonly given: GivenSettings;
  readonly env: Environment;
  readonly profiles: ProfileStore;
}

export const EMULATOR_PROFILE = 'emulator';
export const DEFAULT_EMULATOR_PORT = 4586;

/** The local emulator: its endpoint follows `OSSNOTIFY_ENDPOINT`, so that another port needs no more than that. */
export function emulatorProfile(env: Environment): Profile {
  return {
    provider: 'oss',
    region: 'cn-hangzhou',
    account: '1000000000000001',
    endpoint: env['OSSNOTIFY_ENDPOINT'] || `http://127.0.0.1:${DEFAULT_EMULATOR_PORT}`,
    accessKeyId: 'emulator',
    accessKeySecret: 'emulator-secret',
  };
}

/** The profile that stands when none is named, and what chose it. */
export async function standingProfile({ env, profiles }: SettingSources): Promise<ChosenProfile | undefined> {
  const fromEnvironment = env['OSSNOTIFY_PROFILE'];
  if (fromEnvironment) return { value: fromEnvironment, origin: 'OSSNOTIFY_PROFILE' };
  const inUse = await profiles.inUse();
  return inUse ? { value: inUse, origin: 'config use' } : undefined;
}

/** @throws {UsageError} when there is no profile of that name. */
export async function loadProfile(
  { env, profiles }: SettingSources,
  name: string | undefined,
): Promise<Profile | undefined> {
  if (!name) return undefined;
  if (name === EMULATOR_PROFILE) return emulatorProfile(env);
  const profile = await profiles.read(name);
  if (profile) return profile;
  const known = [EMULATOR_PROFILE, ...(await profiles.names())].join(', ');
  throw new UsageError(
    'unknown-profile',
    `there is no profile ${name}`,
    `profiles: ${known}; make one with: ossnotify config set region cn-hangzhou --profile ${name}`,
  );
}

interface ChosenProfile {
  readonly value: string;
  readonly origin: string;
}
