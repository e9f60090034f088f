import OpenApi, { Config, OpenApiRequest, Params } from '@alicloud/openapi-client';
import { RuntimeOptions } from '@alicloud/tea-util';
import type { CredentialsProvider } from './credentials.ts';
import { isTrue, member, text } from './loose-value.ts';
import { mnsOpenFailure, unsuccessful } from './mns-open-failure.ts';

export interface MnsOpenOptions {
  /** `http(s)://host[:port]`, or a bare host for https. */
  readonly endpoint: string;
  readonly credentials: CredentialsProvider;
  /** Gets one line a request, without secrets. */
  readonly log?: (line: string) => void;
  readonly now?: () => number;
  /** Longest wait for a connection, and for an answer; seconds when left out. */
  readonly limitMs?: number;
}

/** Calls one operation and gives `Data` of its reply. */
export type MnsOpenCall = (action: string, parameters: Record<string, string>) => Promise<unknown>;

/** A CommonJS package: Node hands out its exports, some loaders and bundlers the class itself. */
const Client = 'default' in OpenApi ? OpenApi.default : OpenApi;

/** The SDK's own limits are 3 s each, too short for a control plane on a slow line. */
const CONNECT_LIMIT_MS = 10_000;
const READ_LIMIT_MS = 20_000;

/** The RPC product `Mns-open`, called generically: its own SDK is not published for Node. */
export function createMnsOpen(options: MnsOpenOptions): MnsOpenCall {
  const { now = Date.now, log } = options;
  const url = new URL(options.endpoint.includes('://') ? options.endpoint : `https://${options.endpoint}`);

  async function answerTo(action: string, parameters: Record<string, string>): Promise<unknown> {
    const credentials = await options.credentials();
    const client = new Client(
      new Config({
        ...credentials,
        endpoint: url.host,
        protocol: url.protocol === 'http:' ? 'HTTP' : 'HTTPS',
      }),
    );
    const request = new OpenApiRequest({ query: { ProductName: 'oss', ...parameters } });
    const { limitMs } = options;
    const limits = new RuntimeOptions({
      connectTimeout: limitMs ?? CONNECT_LIMIT_MS,
      readTimeout: limitMs ?? READ_LIMIT_MS,
    });
    const reply: unknown = await client.callApi(operation(action), request, limits);
    return member(reply, 'body');
  }

  return async (action, parameters) => {
    const startedMs = now();
    const tell = (outcome: string) =>
      log?.(`MNS-Open ${action} -> ${outcome} ${Math.round(now() - startedMs)} ms`);
    try {
      const body = await answerTo(action, parameters);
      // The client takes any 200 for a success, and the service may say `Success: false` in one.
      if (!isTrue(member(body, 'Success'))) throw unsuccessful(body, url.origin);
      tell(`200 ${text(member(body, 'RequestId'))}`);
      return member(body, 'Data');
    } catch (error) {
      const failure = mnsOpenFailure(error, url.origin);
      tell(text(member(failure, 'code')));
      throw failure;
    }
  };
}

function operation(action: string): Params {
  return new Params({
    action,
    version: '2022-01-19',
    protocol: 'HTTPS',
    pathname: '/',
    method: 'POST',
    authType: 'AK',
    style: 'RPC',
    reqBodyType: 'formData',
    bodyType: 'json',
  });
}
