import { Failure } from '../errors.ts';
import {
  type Credentials,
  credentialsFromEnvironment,
  ks3CredentialsFromEnvironment,
} from './credentials.ts';
import { EMULATOR_PROFILE, loadProfile, type SettingSources } from './profile-in-force.ts';
import type { Profile } from './profiles.ts';

/** A profile named on purpose beats the environment's keys; one that merely stands in the config file does not. */
export async function findCredentials(
  sources: SettingSources,
  provider: string | undefined,
): Promise<FoundCredentials | undefined> {
  const { given, env } = sources;
  const fromProfile = async (name: string | undefined) => {
    const profile = servingProfile(await loadProfile(sources, name), name, provider);
    return foundIn(keysOf(profile, name), `profile ${name}`);
  };
  const chosen = given.profile ?? env['OSSNOTIFY_PROFILE'];
  const fromChosen = await fromProfile(chosen);
  if (fromChosen) return fromChosen;
  const fromEnvironment =
    provider === 'ks3'
      ? foundIn(ks3CredentialsFromEnvironment(env), 'KS3_ACCESS_KEY_ID')
      : foundIn(credentialsFromEnvironment(env), 'ALIBABA_CLOUD_ACCESS_KEY_ID');
  if (fromEnvironment || chosen) return fromEnvironment;
  return fromProfile(await sources.profiles.inUse());
}

export interface FoundCredentials {
  readonly credentials: Credentials;
  readonly origin: string;
}

function foundIn(credentials: Credentials | undefined, origin: string): FoundCredentials | undefined {
  return credentials && { credentials, origin };
}

/** A key is never shown to another provider than its own; the emulator's serves both. */
function servingProfile(
  profile: Profile | undefined,
  name: string | undefined,
  provider = 'oss',
): Profile | undefined {
  if (name === EMULATOR_PROFILE || profile?.provider === undefined) return profile;
  return profile.provider === provider ? profile : undefined;
}

function keysOf(profile: Profile | undefined, name: string | undefined): Credentials | undefined {
  if (!profile?.accessKeyId && !profile?.accessKeySecret) return undefined;
  const { accessKeyId, accessKeySecret, securityToken } = profile;
  if (!accessKeyId || !accessKeySecret) throw halfAKey(name);
  return securityToken ? { accessKeyId, accessKeySecret, securityToken } : { accessKeyId, accessKeySecret };
}

function halfAKey(name: string | undefined): Failure {
  return new Failure('authentication', 'no-credentials', `profile ${name} holds half of an access key`, {
    hint: `store both halves with: ossnotify config credentials --profile ${name}`,
  });
}
