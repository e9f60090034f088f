import { createHash, sign } from 'node:crypto';
import { contentFor, type Publication } from '../../core/publication.ts';
import type { ContentFormat, Subscription } from '../../core/subscription.ts';
import type { SigningKey } from './signing-key.ts';

/** One attempt to hand a publication to an HTTP endpoint. */
export interface PushAttempt {
  readonly publication: Publication;
  readonly subscription: Subscription;
  readonly url: string;
  /** Of this attempt. */
  readonly requestId: string;
  readonly atMs: number;
}

export interface PushRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const CONTENT_TYPES: Readonly<Record<ContentFormat, string>> = {
  SIMPLIFIED: 'text/plain;charset=utf-8',
  JSON: 'application/json;charset=utf-8',
  XML: 'text/xml;charset=utf-8',
};

/** A push as the service makes it, signed with the emulator's key (RSA with SHA-1, as documented). */
export function pushRequestOf(attempt: PushAttempt, key: SigningKey, certificateUrl: string): PushRequest {
  const { publication, subscription, atMs } = attempt;
  const url = targetOf(attempt.url);
  const body = contentFor(publication, subscription);
  const headers: Record<string, string> = {
    'Content-MD5': createHash('md5').update(body).digest('hex').toUpperCase(),
    'Content-Type': CONTENT_TYPES[subscription.format],
    Date: new Date(atMs).toUTCString(),
    'x-mns-request-id': attempt.requestId,
    'x-mns-signing-cert-url': Buffer.from(certificateUrl).toString('base64'),
    'x-mns-version': '2015-06-06',
    ...(subscription.format === 'SIMPLIFIED' ? messageHeaders(attempt) : {}),
  };
  const signature = sign('RSA-SHA1', Buffer.from(textToSign(headers, url)), key.privateKey).toString(
    'base64',
  );
  return {
    url: url.href,
    headers: {
      ...headers,
      Authorization: signature,
      'User-Agent': 'Aliyun Notification Service Agent',
      Accept: '*/*',
    },
    body,
  };
}

/** Without an envelope the headers tell of the message. */
const messageHeaders = ({ publication, subscription }: PushAttempt): Record<string, string> => ({
  'x-mns-message-id': publication.id,
  ...(publication.tag === undefined ? {} : { 'x-mns-message-tag': headerText(publication.tag) }),
  'x-mns-publish-time': String(publication.publishedAtMs),
  'x-mns-subscriber': publication.owner,
  'x-mns-subscription-name': subscription.name,
  'x-mns-topic-name': publication.topic,
  'x-mns-topic-owner': publication.owner,
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what a header cannot hold.
const CONTROLS = /[\x00-\x1f\x7f]/g;

/** As a receiver will read it, and so as it is signed: without line ends in it or blanks around it. */
const headerText = (text: string): string => text.replace(CONTROLS, ' ').trim();

/** An endpoint without a path is pushed to at `/notifications`. */
function targetOf(text: string): URL {
  const url = new URL(text);
  if (!/^https?:\/\/[^/?#]+\//i.test(text)) url.pathname = '/notifications';
  return url;
}

function textToSign(headers: Readonly<Record<string, string>>, url: URL): string {
  const mns = Object.keys(headers)
    .filter((name) => name.startsWith('x-mns-'))
    .sort()
    .map((name) => `${name}:${headers[name]}\n`);
  const lead = ['POST', headers['Content-MD5'], headers['Content-Type'], headers['Date']].join('\n');
  return `${lead}\n${mns.join('')}${url.pathname}${url.search}`;
}
