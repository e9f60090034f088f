import { bareUrl } from './masked-url.ts';
import type { Problem } from './problem.ts';

/** The MNS token: what the Knative source MnsOss reads from its Secret to reach the account's queues. */

export { checkSecret, type SecretInput, secretManifest, secretYaml } from './manifest/secret.ts';

export interface TokenContent {
  readonly url: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** The members, by their exact names, in the order in which they are written. */
export const TOKEN_MEMBERS = [
  'url',
  'accessKeyId',
  'accessKeySecret',
] as const satisfies readonly (keyof TokenContent)[];
export type TokenMember = (typeof TOKEN_MEMBERS)[number];

/** One line of Base64 over compact JSON with just these members: GNU base64 would wrap every real token. */
export function encodeToken({ url, accessKeyId, accessKeySecret }: TokenContent): string {
  return Buffer.from(JSON.stringify({ url, accessKeyId, accessKeySecret }), 'utf8').toString('base64');
}

/** Which of the service's own hosts: from the Internet, from the classic network, from a VPC. */
export type MnsNetwork = 'public' | 'internal' | 'vpc';

const HOST_SUFFIX = { public: '', internal: '-internal', vpc: '-internal-vpc' } as const satisfies Record<
  MnsNetwork,
  string
>;

/** The account's endpoint in the form that the console shows, final slash included. */
export function mnsUrl(accountId: string, region: string, network: MnsNetwork = 'public'): string {
  return `https://${accountId}.mns.${region}${HOST_SUFFIX[network]}.aliyuncs.com/`;
}

const MNS_URL = /^https?:\/\/[0-9a-z]+\.mns\.[a-z0-9-]+\.aliyuncs\.com\/?$/i;
/** The controller's client splits the whole URL at its dots and panics on any other number of pieces. */
const PIECES = 5;
const FORM = 'https://<account-id>.mns.<region>.aliyuncs.com/';

/** Why the controller in the cluster would crash on this URL, or undefined when it can read it. */
export function checkMnsUrl(url: string): Problem | undefined {
  if (url === '') return badUrl('the MNS URL is empty');
  if (MNS_URL.test(url) && url.split('.').length === PIECES) return undefined;
  return badUrl(`${JSON.stringify(bareUrl(url))} is not an MNS endpoint that the controller can parse`);
}

/** What `--any-url` still wants: no client can use anything else. */
export function checkHttpUrl(url: string): Problem | undefined {
  if (/^https?:\/\/[^\s]+$/i.test(url) && URL.canParse(url)) return undefined;
  return badUrl(url === '' ? 'the MNS URL is empty' : 'the MNS URL is no http or https URL');
}

function badUrl(message: string): Problem {
  return {
    code: 'bad-mns-url',
    message,
    hint: `its form is ${FORM}, as the MNS console shows under Get Endpoint; --any-url lifts the check`,
  };
}
