import Client from '@alicloud/mns';
import type { CredentialsProvider } from './credentials.ts';

export interface Unsigned {
  readonly method: string;
  /** Path and query, encoded: exactly the text that goes over the wire, since that is what gets signed. */
  readonly resource: string;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export type Signer = (request: Unsigned) => Promise<Record<string, string>>;

/** Signs with the vendor's SDK, under the credentials of the moment. */
export function createMnsSigner(options: {
  readonly endpoint: string;
  readonly accountId: string;
  readonly credentials: CredentialsProvider;
  readonly now: () => number;
}): Signer {
  let sdk: Client | undefined;
  let latest: Signed | undefined;

  return async ({ method, resource, body, headers }) => {
    const current = await options.credentials();
    sdk ??= new Client(options.accountId, { endpoint: options.endpoint, ...current });
    // The SDK's own STS refresh goes on with dead credentials when it fails; our provider is asked each time.
    sdk.accessKeyID = current.accessKeyId;
    sdk.accessKeySecret = current.accessKeySecret;
    sdk.securityToken = current.securityToken;
    const date = new Date(options.now()).toUTCString();
    // Polls that go out in one second, the unit of the date, are signed alike; a busy queue has hundreds of them.
    const isBare = body.length === 0 && Object.keys(headers).length === 0;
    const what = isBare ? [method, resource, date, ...Object.values(current)].join('\n') : undefined;
    if (latest !== undefined && latest.what === what) return latest.headers;
    const signed = sdk.buildHeaders(method, body, resource, { date, 'x-mns-date': date, ...headers });
    const texts: Record<string, string> = {};
    for (const name of Object.keys(signed)) texts[name] = String(signed[name]);
    if (what !== undefined) latest = { what, headers: texts };
    return texts;
  };
}

/** Headers that are good once more for the same request of the same second. */
interface Signed {
  readonly what: string;
  readonly headers: Record<string, string>;
}
