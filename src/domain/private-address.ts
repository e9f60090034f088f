import type { DesiredRule } from './desired-rule.ts';
import { maskedUrl } from './masked-url.ts';
import type { Provider } from './providers/index.ts';

/** Which URLs only this computer, or only its network, can reach: KS3 calls from the Internet. */

/** What to warn of: callbacks that the service cannot make. An emulator on this computer makes those to it. */
export function privateCallbacks(
  { destinations }: Pick<DesiredRule, 'destinations'>,
  { callbackMethods, label }: Provider,
  isLocal: boolean,
): string[] {
  if (callbackMethods.length === 0) return [];
  const urls = destinations.flatMap((each) => (each.kind === 'url' ? [each.url] : []));
  const far = urls.filter((url) => isPrivateUrl(url) && !(isLocal && isLoopbackUrl(url)));
  return far.map(
    (url) => `${label} calls from the Internet, and ${maskedUrl(url)} is an address of a private network`,
  );
}

export function isLoopbackUrl(url: string): boolean {
  return /^(localhost|127\.|\[::1\]|.*\.localhost$)/.test(hostOf(url));
}

/** Loopback, link-local and private addresses (RFC 1918, RFC 4193), and names that only a private network has. */
export function isPrivateUrl(url: string): boolean {
  return /^(localhost$|0\.|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|\[(::1?\]|f[cd]|fe80))|\.(local|internal|localhost)$|^[^.:[]+$/.test(
    hostOf(url),
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : '';
}
