import { verify } from 'node:crypto';
import type { PushKeys } from '../../clients/push-keys.ts';
import { isBodyOf, pushTextToSign } from '../../domain/push-signature.ts';
import { createRecentMap } from '../../domain/recent-map.ts';
import { type Envelope, envelopeFromJson, envelopeFromXml } from '../../domain/topic-envelope.ts';
import type { PushedMessage } from './handover.ts';
import { type PostedRequest, type Protocol, type Reading, refused } from './posted.ts';

export interface MnsPushOptions {
  readonly keys: PushKeys;
  readonly now: () => number;
  /** Pushes of other accounts' topics are refused; undefined where the account is not known. */
  readonly account?: string | undefined;
}

/** 64 KB of payload, a third more for Base64, and the envelope. */
const LARGEST_BYTES = 256 * 1024;
/** Documented for the `Date` of a push, before and after. */
const DATE_WINDOW_MS = 15 * 60_000;
/** Ids of attempts that were verified: one that comes twice within the window is a replay. */
const REMEMBERED_ATTEMPTS = 100_000;
const ACCEPTED = { status: 204 } as const;

/**
 * Pushes of an MNS topic. The order is that of the cost: freshness, the digest of the body (which alone ties the body to
 * the signature), then the key and the signature. Every attempt of the service has an id of its own.
 */
export function mnsPush(options: MnsPushOptions): Protocol {
  const attempts = createRecentMap<true>(REMEMBERED_ATTEMPTS);
  return {
    name: 'an MNS push',
    methods: ['POST'],
    largestBytes: LARGEST_BYTES,
    async read(request) {
      const fault = faultOf(request, options.now());
      if (fault !== undefined) return refused(403, fault);
      const content = contentOf(request);
      const { account } = options;
      if (account !== undefined && content.owner !== undefined && content.owner !== account)
        return refused(403, `the topic belongs to account ${content.owner}, not to ${account}`);
      const unverified = await verified(request, options.keys);
      if (unverified) return unverified;
      const attempt = request.headers['x-mns-request-id'] ?? '';
      if (attempts.get(attempt)) return refused(403, 'this attempt was made before: a replay');
      attempts.set(attempt, true);
      const { message } = content;
      const once = message.messageId;
      return { kind: 'messages', messages: [message], answer: ACCEPTED, ...(once !== undefined && { once }) };
    },
  };
}

export function isMnsPush(headers: PostedRequest['headers']): boolean {
  return headers['x-mns-signing-cert-url'] !== undefined || headers['x-mns-request-id'] !== undefined;
}

const NEEDED = ['authorization', 'x-mns-signing-cert-url', 'x-mns-request-id', 'content-md5', 'date'];

/** What is wrong with it before anything is fetched or calculated. */
function faultOf({ headers, repeated, body }: PostedRequest, nowMs: number): string | undefined {
  const missing = NEEDED.find((name) => !headers[name]);
  if (missing !== undefined) return `${missing} is missing`;
  const doubled = [...repeated].find((name) => name.startsWith('x-mns-') || NEEDED.includes(name));
  if (doubled !== undefined) return `${doubled} comes twice`;
  const offMs = nowMs - Date.parse(headers['date'] ?? '');
  if (Number.isNaN(offMs)) return 'its date cannot be read';
  if (Math.abs(offMs) > DATE_WINDOW_MS) {
    const minutes = Math.round(Math.abs(offMs) / 60_000);
    return `its date is ${minutes} minutes ${offMs > 0 ? 'ago' : 'ahead'}, more than 15: a replay, or a wrong clock`;
  }
  if (!isBodyOf(headers['content-md5'] ?? '', body)) return 'Content-MD5 is not that of the body';
  return undefined;
}

/** Undefined when the signature is good. */
async function verified(request: PostedRequest, keys: PushKeys): Promise<Reading | undefined> {
  // Node reads a byte of a header as one character: what is signed are the bytes.
  const text = Buffer.from(pushTextToSign(request), 'latin1');
  const signature = Buffer.from(request.headers['authorization'] ?? '', 'base64');
  const lookups = [() => keys.find(request.headers['x-mns-signing-cert-url'] ?? ''), keys.again];
  for (const lookup of lookups) {
    const found = await lookup?.();
    if (found === undefined) break;
    // Not its fault, so that the service tries again.
    if (found.kind === 'unavailable') return refused(500, found.reason);
    if (found.kind === 'refused') return refused(403, found.reason);
    if (verify('RSA-SHA1', text, found.key, signature)) return undefined;
  }
  return refused(403, 'the signature is not right');
}

interface Content {
  readonly message: PushedMessage;
  readonly owner: string | undefined;
}

/** SIMPLIFIED pushes tell of the message in headers, the others in an envelope inside the body. */
function contentOf({ headers, body: bytes }: PostedRequest): Content {
  const body = bytes.toString('utf8');
  const envelope = envelopeOf(body) ?? {};
  const topic = headers['x-mns-topic-name'] ?? envelope.topicName;
  const messageId = headers['x-mns-message-id'] ?? envelope.messageId;
  const published = Number(headers['x-mns-publish-time'] ?? envelope.publishTimeMs ?? Number.NaN);
  return {
    owner: headers['x-mns-topic-owner'] ?? envelope.topicOwner,
    message: {
      body,
      ...(topic !== undefined && { topic }),
      ...(messageId !== undefined && { messageId }),
      ...(Number.isFinite(published) && { enqueuedAtMs: published }),
    },
  };
}

function envelopeOf(body: string): Envelope | undefined {
  const [first] = body.trimStart();
  if (first === '<') return envelopeFromXml(body)?.envelope;
  if (first !== '{') return undefined;
  try {
    return envelopeFromJson(Object(JSON.parse(body)))?.envelope;
  } catch {
    return undefined;
  }
}
