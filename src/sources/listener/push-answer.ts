/** One request to its answer: gates, a bounded body, the protocol's reading, and what the tail has decided. */
import type { IncomingMessage } from 'node:http';
import type { Place } from './admission.ts';
import type { Outcome } from './handover.ts';
import { handshakeAnswer } from './handshake.ts';
import { type Answer, type PostedRequest, type Protocol, type Reading, refused } from './posted.ts';
import { readBody } from './request-body.ts';

export interface AnswerOptions {
  /** Which protocol a request speaks. */
  readonly protocolOf: (headers: PostedRequest['headers']) => Protocol;
  /** Whether a request of this protocol may come to this target; a handshake names no protocol. */
  readonly isOpen: (target: string, protocol: Protocol | undefined) => boolean;
  /** Resolves once all that was posted is decided upon. */
  readonly offer: (reading: Extract<Reading, { kind: 'messages' }>) => Promise<Outcome>;
  /** For people: what was refused and why. */
  readonly refusedWith: (text: string) => void;
}

/** More of it may fit a moment later. */
export const BUSY: Answer = { status: 503, headers: { 'retry-after': '1' }, body: 'too much is under way\n' };

export async function answerTo(
  request: IncomingMessage,
  place: Place,
  options: AnswerOptions,
): Promise<Answer> {
  const head = headOf(request);
  if (head.method === 'OPTIONS') return handshakeAnswer(head.headers, options.isOpen(head.target, undefined));
  const protocol = options.protocolOf(head.headers);
  const reading = await readingOf(request, { head, protocol, place, options });
  if (reading.kind === 'messages') return outcomeAnswer(await options.offer(reading), reading.answer);
  const { status, reason } = reading;
  const sender = `${head.method} from ${request.socket.remoteAddress}`;
  options.refusedWith(`${protocol.name} (${sender}): ${status}, ${reason}`);
  return refusalAnswer(status, reason, protocol);
}

interface Opened {
  readonly head: Omit<PostedRequest, 'body'>;
  readonly protocol: Protocol;
  readonly place: Place;
  readonly options: AnswerOptions;
}

/** The cheapest questions first. */
async function readingOf(
  request: IncomingMessage,
  { head, protocol, place, options }: Opened,
): Promise<Reading> {
  if (!options.isOpen(head.target, protocol)) return refused(404, 'it is not at the secret path');
  if (!protocol.methods.includes(head.method)) return refused(405, `${head.method} is not taken`);
  const read = await readBody(request, protocol.largestBytes, place);
  if (read.kind !== 'whole') return BODY_REFUSALS[read.kind](protocol);
  return protocol.read({ ...head, body: read.body });
}

function headOf({ method = 'GET', url = '/', headers, rawHeaders }: IncomingMessage) {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const flat = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : value,
  ]);
  return {
    method,
    target: url,
    headers: Object.fromEntries(flat) as Record<string, string>,
    repeated: new Set(names.filter((name, index) => names.indexOf(name) !== index)),
  };
}

const BODY_REFUSALS = {
  'too-large': ({ largestBytes }: Protocol) => refused(413, `its body has more than ${largestBytes} bytes`),
  'no-room': () => refused(503, 'too much is waiting for the outputs'),
  'broken-off': () => refused(400, 'it broke off'),
} as const;

function refusalAnswer(status: number, reason: string, { methods }: Protocol): Answer {
  const body = `${reason}\n`;
  if (status === 405) return { status, body, headers: { allow: `${methods.join(', ')}, OPTIONS` } };
  return status === 503 ? { ...BUSY, body } : { status, body };
}

/** Not accepted is our fault and not the sender's, who shall send it again. */
function outcomeAnswer(outcome: Outcome, accepted: Answer): Answer {
  if (outcome === 'accepted') return accepted;
  if (outcome === 'ended') return { ...BUSY, body: 'the tail is ending\n' };
  return { status: 500, body: 'an output did not accept it\n' };
}
