/** Which URLs only this computer, or only its network, can reach: KS3 calls from the Internet. */

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
