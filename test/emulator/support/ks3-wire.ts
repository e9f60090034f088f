import { createHmac } from 'node:crypto';
import { EMULATOR_ACCESS_KEY } from '../../../src/emulator/index.ts';
import { type RawReply, type RawRequest, send } from './http.ts';

/** A KS3 request signed by V2, computed here from the documented text alone; the bucket stands in the host. */
export function sendKs3(
  baseUrl: string,
  bucket: string,
  request: RawRequest,
  secret: string = EMULATOR_ACCESS_KEY.secret,
): Promise<RawReply> {
  const date = new Date().toUTCString();
  const given = request.headers ?? {};
  const kss = Object.keys(given)
    .filter((name) => name.startsWith('x-kss-'))
    .sort()
    .map((name) => `${name}:${given[name]}\n`);
  const lead = [request.method, given['content-md5'] ?? '', given['content-type'] ?? '', date].join('\n');
  const text = `${lead}\n${kss.join('')}/${bucket}${decodeURIComponent(request.path)}`;
  const signature = createHmac('sha1', secret).update(text).digest('base64');
  const authorization = `KSS ${EMULATOR_ACCESS_KEY.id}:${signature}`;
  const host = `${bucket}.ks3-rus.ksyuncs.com`;
  return send(baseUrl, { ...request, headers: { host, date, authorization, ...given } });
}
