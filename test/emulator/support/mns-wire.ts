import { signatureV2 } from '../../../src/emulator/http/mns/mns-signature.ts';
import { EMULATOR_ACCESS_KEY } from '../../../src/emulator/index.ts';
import { type RawReply, type RawRequest, send } from './http.ts';

export interface MnsRequest extends RawRequest {
  /** Default: now. */
  readonly date?: string;
}

/** A request of no SDK: exactly the headers given, with version, date and a good signature added. */
export function sendMns(baseUrl: string, request: MnsRequest): Promise<RawReply> {
  const date = request.date ?? new Date().toUTCString();
  const headers: Record<string, string> = { date, 'x-mns-version': '2015-06-06', ...request.headers };
  const signature = signatureV2({ method: request.method, target: request.path, headers }, date);
  const authorization = `MNS ${EMULATOR_ACCESS_KEY.id}:${signature}`;
  return send(baseUrl, { ...request, headers: { authorization, ...headers } });
}
