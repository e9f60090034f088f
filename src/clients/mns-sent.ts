/** Reads what the service says of messages that were sent or published. */
import {
  type FailureContext,
  type MnsAnswer,
  mnsRefusal,
  type RefusedRequest,
  unexpectedAnswer,
} from './mns-failure.ts';
import { type Fields, listOf, readDocument, textOf } from './xml.ts';

export interface Sent {
  readonly messageId: string;
  /** Upper-case hex, of the body as it travelled. */
  readonly bodyMd5: string;
}

/** One message of a batch that the service did not take. */
export interface RefusedMessage {
  readonly errorCode: string;
  readonly errorMessage: string;
}

export type SentOrRefused = Sent | RefusedMessage;

export function readSent(answer: MnsAnswer, endpoint: string): Sent {
  const sent = sentFrom(readDocument(answer.text)?.fields ?? {});
  if (sent === undefined) throw unexpectedAnswer(answer, endpoint);
  return sent;
}

/** The root decides: a partly failed batch has a status of its own but the same `Messages` root. */
export function readSentBatch(
  answer: MnsAnswer,
  context: FailureContext,
  request: RefusedRequest,
): SentOrRefused[] {
  const document = readDocument(answer.text);
  if (document?.root !== 'Messages') throw mnsRefusal(answer, context, request);
  return listOf(document.fields, 'Message').map((fields) => sentFrom(fields) ?? refusedFrom(fields));
}

function sentFrom(fields: Fields): Sent | undefined {
  const messageId = textOf(fields, 'MessageId');
  const bodyMd5 = textOf(fields, 'MessageBodyMD5');
  return messageId === undefined ? undefined : { messageId, bodyMd5: bodyMd5 ?? '' };
}

function refusedFrom(fields: Fields): RefusedMessage {
  return {
    errorCode: textOf(fields, 'ErrorCode') ?? 'Unknown',
    errorMessage: textOf(fields, 'ErrorMessage') ?? '',
  };
}
