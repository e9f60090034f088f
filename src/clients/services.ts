import { setTimeout as pause } from 'node:timers/promises';
import { UsageError } from '../errors.ts';
import { readsBreakOff } from './break-off.ts';
import { type CredentialsProvider, credentialsFromDefaultChain, noKs3Credentials } from './credentials.ts';
import type { Ks3Objects } from './ks3-objects.ts';
import type { MnsClient } from './mns.ts';
import type { OssClient } from './oss.ts';
import type { Patience } from './patience.ts';
import type { Rules } from './rules.ts';
import { type Setting, type SettingKey, type Settings, withSettings } from './settings.ts';

/** The clients of one run. Each is made, and its SDK loaded, when it is first asked for. */
export interface Services {
  mns(): Promise<MnsClient>;
  /** Those of the provider in force. KS3's live in a bucket, which has to be named. */
  rules(bucket?: string): Promise<Rules>;
  oss(): Promise<OssClient>;
  ks3(): Promise<Ks3Objects>;
  readonly credentials: CredentialsProvider;
  /** The same, but for settings that something else decides, such as a rule file; closed with this one. */
  elsewhere(decided: Readonly<Partial<Record<SettingKey, Setting>>>, limitMs?: number): Services;
  close(): Promise<void>;
}

export interface ServicesOptions {
  readonly settings: Settings;
  readonly now: () => number;
  /** Ends what only reads, when the program has to end. */
  readonly signal?: AbortSignal;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Uniform in [0, 1): the part of a wait that is left to chance. */
  readonly random?: () => number;
  /** Longest wait for the rule API, for callers that rather do without. */
  readonly limitMs?: number;
  /** Takes a redacted line for each request. */
  readonly log?: (line: string) => void;
  /** What is asked when no setting holds a key. */
  readonly defaultChain?: CredentialsProvider;
}

export function connectServices(options: ServicesOptions): Services {
  const { settings, now, log } = options;
  const shared: Shared = { credentials: credentialsOf(options), now, ...(log && { log }) };
  const mns = once(() => connectMns(settings, shared));
  const ossRules = once(() => connectOssRules(options, shared));
  const ks3Options = once(() => readKs3Options(settings, shared));
  const others: Services[] = [];
  return {
    mns,
    async rules(bucket) {
      if ((await settings.get('provider'))?.value !== 'ks3') return ossRules();
      if (bucket === undefined) throw noBucket();
      const { createKs3Rules } = await import('./ks3-rules.ts');
      return createKs3Rules({ ...(await ks3Options()), bucket, ...patienceOf(options) });
    },
    oss: once(() => connectOss(settings, shared)),
    async ks3() {
      const { createKs3Objects } = await import('./ks3-objects.ts');
      return createKs3Objects(await ks3Options());
    },
    credentials: shared.credentials,
    elsewhere(decided, limitMs) {
      const limit = limitMs !== undefined && { limitMs };
      const other = connectServices({ ...options, settings: withSettings(settings, decided), ...limit });
      others.push(other);
      return other;
    },
    async close() {
      if (mns.started()) await (await mns()).close();
      for (const other of others) await other.close();
    },
  };
}

/** What every client is made with. */
interface Shared {
  readonly credentials: CredentialsProvider;
  readonly now: () => number;
  readonly log?: (line: string) => void;
}

async function connectMns(settings: Settings, shared: Shared): Promise<MnsClient> {
  const accountId = await settings.require('account');
  const endpoint = (await customEndpoint(settings)) ?? (await mnsHost(settings, accountId));
  const { createMnsClient } = await import('./mns.ts');
  return createMnsClient({ ...shared, endpoint, accountId });
}

async function connectOssRules(options: ServicesOptions, shared: Shared): Promise<Rules> {
  const { settings, limitMs, signal } = options;
  const region = await settings.require('region');
  const endpoint = (await customEndpoint(settings)) ?? `https://mns-open.${region}.aliyuncs.com`;
  const { createOssRules } = await import('./oss-rules.ts');
  // Who is in a hurry does not wait for better times.
  const pace = limitMs === undefined ? { patience: patienceOf(options) } : { limitMs };
  return readsBreakOff(createOssRules({ ...shared, endpoint, region, ...pace }), signal);
}

function patienceOf({ sleep, random = Math.random, signal }: ServicesOptions): Patience {
  return { sleep: sleep ?? ((ms) => pause(ms)), random, ...(signal && { signal }) };
}

async function connectOss(settings: Settings, shared: Shared): Promise<OssClient> {
  const region = await settings.require('region');
  const endpoint = await customEndpoint(settings);
  const network = (await settings.get('network'))?.value ?? 'public';
  const { createOssClient } = await import('./oss.ts');
  return createOssClient({ ...shared, region, network, ...(endpoint && { endpoint }) });
}

async function readKs3Options(settings: Settings, shared: Shared) {
  const endpoint = await customEndpoint(settings);
  const [region, network] = [await settings.get('region'), await settings.get('network')];
  const { ks3Host } = await import('./ks3-host.ts');
  return { ...shared, host: ks3Host({ endpoint, region: region?.value, network: network?.value }) };
}

function noBucket(): UsageError {
  return new UsageError(
    'missing-bucket',
    "KS3's rules live in a bucket, and none is named",
    'pass --bucket BUCKET',
  );
}

/** Asked before every request: a stored pair stays the same, the chain renews temporary ones by itself. */
function credentialsOf({ settings, defaultChain }: ServicesOptions): CredentialsProvider {
  const stored = once(() => settings.credentials());
  const chain = defaultChain ?? credentialsFromDefaultChain();
  const orElse = once(async () =>
    (await settings.get('provider'))?.value === 'ks3' ? noKs3Credentials : chain,
  );
  return async () => (await stored()) ?? (await orElse())();
}

async function customEndpoint(settings: Settings): Promise<string | undefined> {
  const setting = await settings.get('endpoint');
  if (!setting) return undefined;
  const url = URL.canParse(setting.value) ? new URL(setting.value) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search) return url.origin;
  throw new UsageError(
    'bad-endpoint',
    `the endpoint ${setting.value} (from ${setting.origin}) is not a base URL`,
    'write it as http://HOST[:PORT] or https://HOST[:PORT], without a path: signatures cover the path',
  );
}

const NETWORK_SUFFIX: Record<string, string> = { public: '', internal: '-internal', vpc: '-internal-vpc' };

async function mnsHost(settings: Settings, accountId: string): Promise<string> {
  const region = await settings.require('region');
  const network = (await settings.get('network'))?.value ?? 'public';
  return `https://${accountId}.mns.${region}${NETWORK_SUFFIX[network] ?? ''}.aliyuncs.com`;
}

function once<T>(make: () => Promise<T>): (() => Promise<T>) & { started(): boolean } {
  let made: Promise<T> | undefined;
  const get = () => {
    made ??= make();
    return made;
  };
  return Object.assign(get, { started: () => made !== undefined });
}
