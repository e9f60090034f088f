import type { Answer, WireRequest } from '../wire-request.ts';
import { writeXml } from '../xml-writer.ts';

/** KS3 answers with XML errors, to JSON calls too. */
export class Ks3Error extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const ks3ErrorAnswer = ({ id, path }: WireRequest, { status, code, message }: Ks3Error): Answer => ({
  status,
  headers: { 'Content-Type': 'application/xml' },
  body: writeXml({ prolog: '<?xml version="1.0" encoding="UTF-8"?>', namespace: '' }, [
    'Error',
    [
      ['Code', code],
      ['Message', message],
      ['Resource', path],
      ['RequestId', id],
    ],
  ]),
});

export const noSuchKey = (): Ks3Error =>
  new Ks3Error(403, 'InvalidAccessKey', 'The Access Key Id you provided does not exist in our records.');

export const wrongSignature = (): Ks3Error =>
  new Ks3Error(
    403,
    'SignatureDoesNotMatch',
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  );

export const skewedTime = (): Ks3Error =>
  new Ks3Error(
    403,
    'RequestTimeTooSkewed',
    'The difference between the request time and the current time is too large.',
  );
