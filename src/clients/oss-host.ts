/** Where requests for a bucket go. */
export interface OssHost {
  /** `host[:port]`. */
  readonly endpoint: string;
  readonly protocol: 'HTTP' | 'HTTPS';
  /** For people and messages. */
  readonly origin: string;
  /** The bucket stands in the path; otherwise before the host. */
  readonly pathStyle: boolean;
}

/** The service's own hosts want the bucket before the host name; an emulator or proxy could not resolve such names. */
export function ossHost(options: { endpoint?: string; region: string; network?: string }): OssHost {
  if (options.endpoint === undefined) return serviceHost(options.region, options.network);
  const given = options.endpoint;
  const url = new URL(given.includes('://') ? given : `https://${given}`);
  return {
    endpoint: url.host,
    protocol: url.protocol === 'http:' ? 'HTTP' : 'HTTPS',
    origin: url.origin,
    pathStyle: !url.hostname.endsWith('.aliyuncs.com'),
  };
}

function serviceHost(region: string, network: string | undefined): OssHost {
  // One internal host serves the classic network and the VPCs alike.
  const internal = network === 'internal' || network === 'vpc' ? '-internal' : '';
  const endpoint = `oss-${region}${internal}.aliyuncs.com`;
  return { endpoint, protocol: 'HTTPS', origin: `https://${endpoint}`, pathStyle: false };
}
