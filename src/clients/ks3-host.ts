import { UsageError } from '../errors.ts';

/** Where requests for a bucket go: before the service's own host names, in the path of an emulator or proxy. */
export interface Ks3Host {
  readonly protocol: string;
  /** `host[:port]`. */
  readonly host: string;
  readonly pathStyle: boolean;
}

/** Host names by region, as public clients of KS3 have them; Ningxia's is in none of them. */
const HOSTS: Readonly<Record<string, string>> = {
  RUSSIA: 'ks3-rus',
  BEIJING: 'ks3-cn-beijing',
  SHANGHAI: 'ks3-cn-shanghai',
  GUANGZHOU: 'ks3-cn-guangzhou',
  HONGKONG: 'ks3-cn-hk-1',
  SINGAPORE: 'ks3-sgp',
};

/** Regions that have event notification at all ("Event notification" of the user guide). */
export const KS3_NOTIFYING_REGIONS = ['NINGXIA', 'RUSSIA'];

export interface Ks3Place {
  /** Base URL of an emulator or proxy, or of a host that this program does not know. */
  readonly endpoint?: string | undefined;
  readonly region?: string | undefined;
  readonly network?: string | undefined;
}

/** @throws {UsageError} when the region's host is not known. */
export function ks3Host({ endpoint, region, network }: Ks3Place): Ks3Host {
  if (endpoint !== undefined) {
    const url = new URL(endpoint);
    return { protocol: url.protocol, host: url.host, pathStyle: !isOwnHost(url.hostname) };
  }
  const name = region === undefined ? undefined : HOSTS[region.toUpperCase()];
  if (name === undefined) throw unknownHost(region);
  const internal = network === 'internal' || network === 'vpc' ? '-internal' : '';
  return { protocol: 'https:', host: `${name}${internal}.ksyuncs.com`, pathStyle: false };
}

export function isOwnHost(hostname: string): boolean {
  return /\.(ksyuncs|ksyun)\.com$/.test(hostname);
}

/** Without a bucket it is about the service. */
export function ks3Url({ protocol, host, pathStyle }: Ks3Host, bucket: string, path: string): string {
  if (bucket === '') return `${protocol}//${host}/${path}`;
  return pathStyle ? `${protocol}//${host}/${bucket}/${path}` : `${protocol}//${bucket}.${host}/${path}`;
}

function unknownHost(region: string | undefined): UsageError {
  const known = region === undefined ? 'no region is known' : `the KS3 host of region ${region} is not known`;
  return new UsageError(
    region === undefined ? 'missing-region' : 'unknown-region',
    known,
    'pass --region RUSSIA, or the host itself with --endpoint https://HOST (Ningxia: ask KS3 for it); event notification is offered in Ningxia and Russia only',
  );
}
