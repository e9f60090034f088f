import { signatureV2 } from '../../../src/emulator/http/mns/mns-signature.ts';
import { EMULATOR_ACCESS_KEY } from '../../../src/emulator/index.ts';
import { type RawReply, type RawRequest, send } from './http.ts';

export interface MnsRequest extends RawRequest {
  /** Default: now. */
  readonly date?: string;
}

/** A request of no SDK: exactly the headers given, with version, date and a good signature added. */
export const sendMns = (baseUrl: string, request: MnsRequest): Promise<RawReply> =>
  send(baseUrl, { ...request, headers: mnsHeaders(request) });

export function mnsHeaders({ method, path, headers: given, date = new Date().toUTCString() }: MnsRequest) {
  const headers: Record<string, string> = { date, 'x-mns-version': '2015-06-06', ...given };
  const signature = signatureV2({ method, target: path, headers }, date);
  return { authorization: `MNS ${EMULATOR_ACCESS_KEY.id}:${signature}`, ...headers };
}
