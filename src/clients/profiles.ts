import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../errors.ts';
import { lockedFor } from './file-lock.ts';

/** A named set of settings in the config file. All members are optional; secrets make the file 0600. */
export interface Profile {
  readonly provider?: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly account?: string;
  readonly network?: string;
  readonly accessKeyId?: string;
  readonly accessKeySecret?: string;
  readonly securityToken?: string;
  readonly output?: string;
  readonly topic?: string;
  /** Options of `tail` that stand when none is given, such as `tail.output`. */
  readonly [tailOption: `tail.${string}`]: string;
}

export type ProfileKey = keyof Profile;
export type ProfileChanges = Readonly<Partial<Record<ProfileKey, string | undefined>>>;

/** The config file, opened only when a profile is really needed: loading `conf` doubles a bare start. */
export interface ProfileStore {
  readonly path: string;
  /** The profile chosen by `config use`, if any. */
  inUse(): Promise<string | undefined>;
  use(name: string): Promise<void>;
  names(): Promise<string[]>;
  read(name: string): Promise<Profile | undefined>;
  /** Sets or (where the value is undefined) takes out, all in one write; makes the profile when there is none. */
  update(name: string, changes: ProfileChanges): Promise<void>;
}

const text = { type: 'string', minLength: 1 } as const;

const SCHEMA = {
  version: { type: 'integer' },
  use: text,
  profiles: {
    type: 'object',
    additionalProperties: {
      type: 'object',
      additionalProperties: false,
      properties: {
        provider: { enum: ['oss', 'ks3'] },
        network: { enum: ['public', 'internal', 'vpc'] },
        region: text,
        endpoint: text,
        account: text,
        accessKeyId: text,
        accessKeySecret: text,
        securityToken: text,
        output: { enum: ['table', 'json', 'yaml'] },
        topic: text,
      },
      patternProperties: { '^tail\\.[a-z-]+$': text },
    },
  },
} as const;

interface ConfigFile {
  version?: number;
  use?: string;
  profiles?: Record<string, Profile>;
}

interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeDir: string;
}

/** `$XDG_CONFIG_HOME/ossnotify`, `%APPDATA%\ossnotify` where that is set, else `~/.config/ossnotify`. */
export function configFolder({ env, homeDir }: Environment): string {
  return join(env['XDG_CONFIG_HOME'] || env['APPDATA'] || join(homeDir, '.config'), 'ossnotify');
}

export function openProfileStore(environment: Environment): ProfileStore {
  const folder = configFolder(environment);
  const path = join(folder, 'config.json');
  const open = () => openConf(folder, path);
  const profilesOf = async () => (existsSync(path) ? ((await open()).get('profiles') ?? {}) : {});
  const change = async (name: string, changes: ProfileChanges) => {
    requireWritable(folder);
    await lockedFor(path, async () => {
      const file = await open();
      const profiles = { ...file.get('profiles') };
      const profile: Record<string, string> = { ...profiles[name] };
      for (const [key, value] of Object.entries(changes)) {
        if (value === undefined) delete profile[key];
        else profile[key] = value;
      }
      file.set('profiles', { ...profiles, [name]: profile });
    });
  };
  return {
    path,
    inUse: async () => (existsSync(path) ? (await open()).get('use') : undefined),
    use: async (name) => {
      requireWritable(folder);
      await lockedFor(path, async () => (await open()).set('use', name));
    },
    names: async () => Object.keys(await profilesOf()),
    read: async (name) => {
      const profiles = await profilesOf();
      // A name such as `constructor` must not find what every object has.
      return Object.hasOwn(profiles, name) ? profiles[name] : undefined;
    },
    update: change,
  };
}

async function openConf(folder: string, path: string) {
  const { default: Conf } = await import('conf');
  const { CONFIG_VERSION, migrateConfig } = await import('./config-migration.ts');
  try {
    migrateConfig(path);
    const file = new Conf<ConfigFile>({
      cwd: folder,
      configName: 'config',
      schema: SCHEMA,
      configFileMode: 0o600,
    });
    if (file.get('version') === undefined) file.set('version', CONFIG_VERSION);
    return file;
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure('usage', 'bad-config', `the config file ${path} cannot be used: ${firstLine(error)}`, {
      hint: `correct it by hand, or remove it and run: ossnotify config set`,
    });
  }
}

/** Found out before writing: `conf` would try for ever where it may not write. */
function requireWritable(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new Failure(
      'failure',
      'config-not-writable',
      `cannot write into ${folder}: ${Object(error).code}`,
      {
        hint: 'check who owns the folder, or name another one with XDG_CONFIG_HOME',
        cause: error,
      },
    );
  }
}

function firstLine(error: unknown): string {
  const message = error instanceof SyntaxError ? 'it is not valid JSON' : String(Object(error).message);
  return message.split('\n')[0] ?? message;
}
