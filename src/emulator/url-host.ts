import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

/** How an address is written in a URL. */
export const urlHost = (host: string): string => (isIPv6(host) ? `[${host}]` : host);

/** All addresses of the machine, of one family or of both; no client can call them. */
const WILDCARDS: Readonly<Record<string, { readonly family: 'IPv4' | 'IPv6'; readonly loopback: string }>> = {
  '0.0.0.0': { family: 'IPv4', loopback: '127.0.0.1' },
  '::': { family: 'IPv6', loopback: '::1' },
};

/** Where a server on this host can be called: from this machine, or from others too. */
export function reachableHost(host: string, fromElsewhere: boolean): string {
  const wildcard = WILDCARDS[host];
  if (wildcard === undefined) return urlHost(host);
  const outside = fromElsewhere ? outsideAddress(wildcard.family) : undefined;
  return urlHost(outside ?? wildcard.loopback);
}

/** The first address that is not this machine's alone; one with a zone is of no use to others. */
function outsideAddress(wanted: 'IPv4' | 'IPv6'): string | undefined {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find(({ internal, family, address }) => !internal && family === wanted && !address.startsWith('fe80:'))
    ?.address;
}
