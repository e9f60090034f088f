import { UsageError } from '../errors.ts';
import { type CredentialsProvider, credentialsFromDefaultChain } from './credentials.ts';
import type { MnsClient } from './mns.ts';
import type { OssClient } from './oss.ts';
import type { Rules } from './rules.ts';
import type { Settings } from './settings.ts';

/** The clients of one run. Each is made, and its SDK loaded, when it is first asked for. */
export interface Services {
  mns(): Promise<MnsClient>;
  rules(): Promise<Rules>;
  oss(): Promise<OssClient>;
  readonly credentials: CredentialsProvider;
  close(): Promise<void>;
}

export interface ServicesOptions {
  readonly settings: Settings;
  readonly now: () => number;
  /** Takes a redacted line for each request. */
  readonly log?: (line: string) => void;
  /** What is asked when no setting holds a key. */
  readonly defaultChain?: CredentialsProvider;
}

export function connectServices(options: ServicesOptions): Services {
  const { settings } = options;
  const shared = {
    credentials: credentialsOf(options),
    now: options.now,
    ...(options.log && { log: options.log }),
  };
  const mns = once(async () => {
    const accountId = await settings.require('account');
    const endpoint = (await customEndpoint(settings)) ?? (await mnsHost(settings, accountId));
    const { createMnsClient } = await import('./mns.ts');
    return createMnsClient({ ...shared, endpoint, accountId });
  });
  const rules = once(async () => {
    const region = await settings.require('region');
    const endpoint = (await customEndpoint(settings)) ?? `https://mns-open.${region}.aliyuncs.com`;
    const { createOssRules } = await import('./oss-rules.ts');
    return createOssRules({ ...shared, endpoint, region });
  });
  const oss = once(async () => {
    const region = await settings.require('region');
    const endpoint = await customEndpoint(settings);
    const network = (await settings.get('network'))?.value ?? 'public';
    const { createOssClient } = await import('./oss.ts');
    return createOssClient({ ...shared, region, network, ...(endpoint && { endpoint }) });
  });
  const { credentials } = shared;
  return {
    mns,
    rules,
    oss,
    credentials,
    close: async () => (mns.started() ? (await mns()).close() : undefined),
  };
}

/** Asked before every request: a stored pair stays the same, the chain renews temporary ones by itself. */
function credentialsOf({ settings, defaultChain }: ServicesOptions): CredentialsProvider {
  const stored = once(() => settings.credentials());
  const chain = defaultChain ?? credentialsFromDefaultChain();
  return async () => (await stored()) ?? chain();
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
