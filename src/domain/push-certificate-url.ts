/** The URL of a push's certificate, or why it is not fetched. */
export type CertificateUrl =
  | { readonly ok: true; readonly url: string }
  | { readonly ok: false; readonly reason: string };

/**
 * The hosts of the service itself, compared whole: any customer's bucket lives under `*.aliyuncs.com` as well, and could
 * serve a key of its own.
 */
const HOSTS = /^(mnstest\.oss-cn-hangzhou|mns-cert\.oss-cn-[a-z0-9-]+)\.aliyuncs\.com$/;
const LONGEST = 512;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Whoever sends a push chooses this header, so nothing but the service's own certificates may come of it. */
export function pushCertificateUrl(header: string): CertificateUrl {
  if (!BASE64.test(header) || header.length % 4 !== 0) return refused('x-mns-signing-cert-url is no Base64');
  const text = Buffer.from(header, 'base64').toString('utf8');
  if (text.length > LONGEST || !URL.canParse(text)) return refused('x-mns-signing-cert-url holds no URL');
  const url = new URL(text);
  const isBare =
    url.port === '' && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!HOSTS.test(url.hostname)) return refused('the certificate is on a host that is not of the service');
  // `?` and `#` with nothing behind them leave no trace in the parsed URL.
  if (!/^https?:$/.test(url.protocol) || !isBare || /[?#@]/.test(text)) {
    return refused("the certificate's URL has more than a scheme, a host and a path");
  }
  // Older pushes name the same object by http; fetched plainly, anybody on the way could replace it.
  return { ok: true, url: `https://${url.hostname}${url.pathname}` };
}

function refused(reason: string): CertificateUrl {
  return { ok: false, reason };
}
