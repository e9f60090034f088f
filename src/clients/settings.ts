import { UsageError } from '../errors.ts';
import type { Credentials } from './credentials.ts';
import {
  EMULATOR_PROFILE,
  type Environment,
  loadProfile,
  type SettingSources,
  standingProfile,
} from './profile-in-force.ts';
import { findCredentials } from './stored-credentials.ts';

export const SETTING_KEYS = ['provider', 'region', 'endpoint', 'account', 'network'] as const;

/** What stands in for options that were not given: `-o`, the topic of `tail`, and any other option of `tail`. */
export const DEFAULT_KEYS = ['output', 'topic'] as const;
export type TailKey = `tail.${string}`;
export type SettingKey = (typeof SETTING_KEYS)[number] | (typeof DEFAULT_KEYS)[number] | TailKey;

export function isTailKey(text: string): text is TailKey {
  return /^tail\.[a-z]+(-[a-z]+)*$/.test(text);
}

export interface Setting {
  readonly value: string;
  /** Where it came from, in the user's words: `--region`, `profile work`, `OSSNOTIFY_REGION`, `default`. */
  readonly origin: string;
}

export interface Settings {
  get(key: SettingKey): Promise<Setting | undefined>;
  /** @throws {UsageError} naming every place where the setting could come from. */
  require(key: SettingKey): Promise<string>;
  /** Options of `tail` for which the profile in force has a default. */
  tailKeys(): Promise<TailKey[]>;
  /** The profile in force, and what chose it. */
  profile(): Promise<Setting | undefined>;
  /** Credentials that stand before the SDK's own chain; undefined leaves it to the chain. */
  credentials(provider?: string): Promise<Credentials | undefined>;
  /** The id of the access key in force, and where the pair comes from; undefined where the chain decides. */
  accessKey(): Promise<Setting | undefined>;
}

const DEFAULTS: Partial<Record<SettingKey, string>> = { provider: 'oss', network: 'public' };

const ENVIRONMENT_NAMES: Partial<Record<SettingKey, string>> = {
  provider: 'OSSNOTIFY_PROVIDER',
  region: 'OSSNOTIFY_REGION',
  endpoint: 'OSSNOTIFY_ENDPOINT',
  account: 'OSSNOTIFY_ACCOUNT',
};

/**
 * Settings by the contract's order, each asked for only when it is needed:
 * flag > profile named by `--profile` > environment > profile of `OSSNOTIFY_PROFILE` or `config use` > default.
 */
export function readSettings(sources: SettingSources): Settings {
  const { given, env } = sources;
  const named = () => loadProfile(sources, given.profile);
  const standing = async () => loadProfile(sources, (await standingProfile(sources))?.value);

  const get = async (key: SettingKey): Promise<Setting | undefined> => {
    const flag = isGiven(key) ? given[key] : undefined;
    if (flag) return { value: flag, origin: `--${key}` };
    const fromNamed = (await named())?.[key];
    if (fromNamed) return { value: fromNamed, origin: profileOrigin(given.profile, key, env) };
    const variable = ENVIRONMENT_NAMES[key];
    const fromEnvironment = variable && env[variable];
    if (fromEnvironment) return { value: fromEnvironment, origin: variable };
    if (!given.profile) {
      const fromStanding = (await standing())?.[key];
      if (fromStanding)
        return { value: fromStanding, origin: `profile ${(await standingProfile(sources))?.value}` };
    }
    const fallback = DEFAULTS[key];
    return fallback ? { value: fallback, origin: 'default' } : undefined;
  };

  const found = async (provider?: string) =>
    findCredentials(sources, provider ?? (await get('provider'))?.value);

  return {
    get,
    require: async (key) => {
      const setting = (await get(key)) ?? missing(key);
      return checked(key, setting);
    },
    tailKeys: async () => Object.keys((await (given.profile ? named() : standing())) ?? {}).filter(isTailKey),
    profile: () =>
      given.profile
        ? Promise.resolve({ value: given.profile, origin: '--profile' })
        : standingProfile(sources),
    credentials: async (provider) => (await found(provider))?.credentials,
    accessKey: async () => {
      const key = await found();
      return key && { value: key.credentials.accessKeyId, origin: key.origin };
    },
  };
}

function isGiven(key: SettingKey): key is (typeof SETTING_KEYS)[number] {
  return SETTING_KEYS.some((known) => known === key);
}

/** The same settings, but for some that something else decides, such as a rule file. */
export function withSettings(
  settings: Settings,
  decided: Readonly<Partial<Record<SettingKey, Setting>>>,
): Settings {
  const get = async (key: SettingKey) => decided[key] ?? settings.get(key);
  return {
    ...settings,
    get,
    require: async (key) => decided[key]?.value ?? settings.require(key),
    credentials: async () => settings.credentials((await get('provider'))?.value),
  };
}

/** The built-in profile's endpoint is the one setting that a variable decides although a profile was named. */
function profileOrigin(profile: string | undefined, key: SettingKey, env: Environment): string {
  const overridden = profile === EMULATOR_PROFILE && key === 'endpoint' && env['OSSNOTIFY_ENDPOINT'];
  return overridden ? 'OSSNOTIFY_ENDPOINT' : `profile ${profile}`;
}

/** Both become part of a host name, so nothing else may get into it. */
const FORMS: Partial<Record<SettingKey, RegExp>> = { region: /^[A-Za-z][A-Za-z0-9-]*$/, account: /^\d+$/ };

/** What a setting must look like, whether it is stored or used. @throws {UsageError} */
export function checked(key: SettingKey, { value, origin }: Setting): string {
  const form = FORMS[key];
  if (value !== '' && (form === undefined || form.test(value))) return value;
  throw new UsageError(
    `bad-${key}`,
    `${JSON.stringify(value)} (from ${origin}) is no ${key}`,
    key === 'account'
      ? 'an account is a number of digits'
      : `a ${key} looks like ${EXAMPLES[key] ?? 'VALUE'}`,
  );
}

const EXAMPLES: Partial<Record<SettingKey, string>> = { region: 'cn-hangzhou', account: '1234567890123456' };

function missing(key: SettingKey): never {
  const variable = ENVIRONMENT_NAMES[key];
  throw new UsageError(
    `missing-${key}`,
    `no ${key} is known`,
    `pass --${key} ${EXAMPLES[key] ?? 'VALUE'}${variable ? `, set ${variable}` : ''}, or run: ossnotify config set ${key} ${EXAMPLES[key] ?? 'VALUE'}`,
  );
}
