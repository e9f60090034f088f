import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { Failure } from '../errors.ts';

/** The form of the config file that this program writes; a file without a number is of form 0. */
export const CONFIG_VERSION = 1;

type Members = Record<string, unknown>;

/** What brings a file from each form to the next. */
const STEPS: readonly ((file: Members) => Members)[] = [
  // Form 0 took the region as OSS prints it, `oss-cn-hangzhou`, which is part of no host name of MNS.
  (file) => ({
    ...file,
    profiles: Object.fromEntries(
      Object.entries(membersOf(file['profiles'])).map(([name, profile]) => [
        name,
        withPlainRegion(membersOf(profile)),
      ]),
    ),
  }),
];

/** Rewrites an older file in one rename, so that a broken run leaves the old one. @throws {Failure} for a newer one. */
export function migrateConfig(path: string): void {
  if (!existsSync(path)) return;
  const file = membersOf(JSON.parse(readFileSync(path, 'utf8')));
  const version = Number(file['version'] ?? 0);
  if (version > CONFIG_VERSION) throw tooNew(path, version);
  if (version === CONFIG_VERSION) return;
  const migrated = STEPS.slice(version).reduce((content, step) => step(content), file);
  const draft = `${path}.new`;
  writeFileSync(draft, JSON.stringify({ ...migrated, version: CONFIG_VERSION }, undefined, '\t'), {
    mode: 0o600,
  });
  renameSync(draft, path);
}

function withPlainRegion(profile: Members): Members {
  const region = profile['region'];
  return typeof region === 'string'
    ? { ...profile, region: region.replace(/^oss-(?=[a-z]+-)/, '') }
    : profile;
}

function membersOf(value: unknown): Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function tooNew(path: string, version: number): Failure {
  return new Failure(
    'usage',
    'config-too-new',
    `the config file ${path} has form ${version}, of a newer ossnotify`,
    {
      hint: 'bring ossnotify up to date, or name another folder with XDG_CONFIG_HOME',
    },
  );
}
