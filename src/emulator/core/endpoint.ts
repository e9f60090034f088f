/** Where a subscription delivers to. */
export type Endpoint =
  | { readonly kind: 'queue'; readonly queue: string }
  | { readonly kind: 'http'; readonly url: string }
  /** Mail, SMS and mobile pushes: accepted, nothing is sent. */
  | { readonly kind: 'silent' };

/** The Terraform provider's samples have a slash before `queues`, the form of RAM resources. */
const QUEUE = /^acs:mns:[^:]*:[^:]*:\/?queues\/([^/]+)$/;
const SILENT = /^(mail:directmail:|sms:directsms:|push:).+/;

/** Region and account are not compared: SDKs derive them from the host name, which here is an address. */
export function parseEndpoint(text: string): Endpoint | undefined {
  const queue = QUEUE.exec(text)?.[1];
  if (queue !== undefined) return { kind: 'queue', queue };
  if (SILENT.test(text)) return { kind: 'silent' };
  const isPushable = isPlainUrl(text) && !new URL(text).pathname.startsWith('/mns-reserved-');
  return isPushable ? { kind: 'http', url: text } : undefined;
}

/** `http(s)://host[:port][/path]`, as documented: nobody's name or password in it. */
export function isPlainUrl(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}

export const queueEndpoint = (region: string, account: string, queue: string): string =>
  `acs:mns:${region}:${account}:queues/${queue}`;
