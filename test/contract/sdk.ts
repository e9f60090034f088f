import { createRequire } from 'node:module';
import { EMULATOR_ACCESS_KEY, EMULATOR_ACCOUNT, type Emulator } from '../../src/emulator/index.ts';

/** The vendor's SDKs, unpatched, pointed at an emulator. They are loose in their types, so these are ours. */

const require = createRequire(import.meta.url);

export interface MnsReply {
  readonly code: number;
  readonly headers: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: the SDK hands on whatever the XML held.
  readonly body: any;
}

type Attributes = Readonly<Record<string, unknown>>;

export interface MnsSdk {
  createQueue(name: string, attributes?: Attributes): Promise<MnsReply>;
  deleteQueue(name: string): Promise<MnsReply>;
  listQueue(start: string, limit: number, prefix: string): Promise<MnsReply>;
  getQueueAttributes(name: string): Promise<MnsReply>;
  setQueueAttributes(name: string, attributes: Attributes): Promise<MnsReply>;
  sendMessage(queue: string, message: Attributes): Promise<MnsReply>;
  batchSendMessage(queue: string, messages: readonly Attributes[]): Promise<MnsReply>;
  receiveMessage(queue: string, waitSeconds?: number): Promise<MnsReply>;
  batchReceiveMessage(queue: string, count: number, waitSeconds?: number): Promise<MnsReply>;
  peekMessage(queue: string): Promise<MnsReply>;
  batchPeekMessage(queue: string, count: number): Promise<MnsReply>;
  deleteMessage(queue: string, receipt: string): Promise<MnsReply>;
  batchDeleteMessage(queue: string, receipts: readonly string[]): Promise<MnsReply>;
  changeMessageVisibility(queue: string, receipt: string, seconds: number): Promise<MnsReply>;
  createTopic(name: string, attributes?: Attributes): Promise<MnsReply>;
  listTopic(start: string, limit: number, prefix: string): Promise<MnsReply>;
  getTopicAttributes(name: string): Promise<MnsReply>;
  setTopicAttributes(name: string, attributes: Attributes): Promise<MnsReply>;
  publishMessage(topic: string, message: Attributes): Promise<MnsReply>;
  get(resource: string, type: string, options?: Attributes): Promise<MnsReply>;
  put(
    resource: string,
    type: string,
    body: Buffer | string,
    attentions?: readonly string[],
  ): Promise<MnsReply>;
  delete(resource: string, type: string, body: Buffer | string): Promise<MnsReply>;
  buildHeaders(
    method: string,
    body: Buffer | string,
    resource: string,
    headers?: Readonly<Record<string, string>>,
  ): Record<string, string>;
}

export interface KeyPair {
  readonly id: string;
  readonly secret: string;
}

export function mnsSdk(
  emulator: Pick<Emulator, 'url'>,
  { id, secret }: KeyPair = EMULATOR_ACCESS_KEY,
): MnsSdk {
  const Client = require('@alicloud/mns');
  return new Client(EMULATOR_ACCOUNT, { accessKeyId: id, accessKeySecret: secret, endpoint: emulator.url });
}

export function ossOptions(emulator: Pick<Emulator, 'url'>, { id, secret }: KeyPair = EMULATOR_ACCESS_KEY) {
  return {
    accessKeyId: id,
    accessKeySecret: secret,
    region: 'oss-cn-hangzhou',
    endpoint: emulator.url,
    bucket: 'demo-bucket',
  };
}

// biome-ignore lint/suspicious/noExplicitAny: ali-oss carries no declarations.
export function aliOss(emulator: Pick<Emulator, 'url'>, options: Attributes = {}, key?: KeyPair): any {
  const Client = require('ali-oss');
  return new Client({ ...ossOptions(emulator, key), ...options });
}

export interface OpenApiFailure {
  readonly code: string;
  readonly statusCode: number;
  readonly message: string;
}

/** Calls one operation of the rule API through the generic client and returns the answer's body. */
export async function callRules(
  emulator: Pick<Emulator, 'url'>,
  action: string,
  query: Readonly<Record<string, string>>,
  { id, secret }: KeyPair = EMULATOR_ACCESS_KEY,
  /** `v2` is the older one, in the query. */
  signatureAlgorithm?: 'v2',
  // biome-ignore lint/suspicious/noExplicitAny: the answer is untyped JSON.
): Promise<any> {
  const { default: Client, Config, OpenApiRequest, Params } = require('@alicloud/openapi-client');
  const { RuntimeOptions } = require('@alicloud/tea-util');
  const endpoint = emulator.url.replace('http://', '');
  const client = new Client(
    new Config({ accessKeyId: id, accessKeySecret: secret, endpoint, protocol: 'HTTP', signatureAlgorithm }),
  );
  const params = new Params({
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
  const answer = await client.callApi(params, new OpenApiRequest({ query }), new RuntimeOptions({}));
  return answer.body;
}

/** The parameters of a rule over all of `demo-bucket`, to be changed at will. */
export function ruleQuery(
  name: string,
  changes: Readonly<Record<string, string>> = {},
): Record<string, string> {
  return {
    ProductName: 'oss',
    RuleName: name,
    EventTypes: '["ObjectCreated:*"]',
    MatchRules: '[[{"MatchState":true,"Prefix":"demo-bucket/"}]]',
    ...changes,
  };
}

/** The events of a queue's next messages, decoded as a consumer would. */
// biome-ignore lint/suspicious/noExplicitAny: events are untyped JSON.
export async function receiveEvents(mns: MnsSdk, queue: string): Promise<any[]> {
  // biome-ignore lint/suspicious/noExplicitAny: events are untyped JSON.
  const events: any[] = [];
  for (;;) {
    const reply = await mns.batchReceiveMessage(queue, 16).catch(() => undefined);
    if (reply === undefined) return events;
    for (const message of reply.body)
      events.push(...JSON.parse(Buffer.from(message.MessageBody, 'base64').toString()).events);
  }
}
