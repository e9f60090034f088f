import { createHash, createHmac } from 'node:crypto';
import { EMULATOR_ACCESS_KEY } from '../../../src/emulator/index.ts';
import { type RawReply, type RawRequest, send } from './http.ts';

const { id, secret } = EMULATOR_ACCESS_KEY;

/** An OSS request in path style, signed by V4, which covers every word of the query; from the documented text alone. */
export function sendOss(baseUrl: string, request: RawRequest): Promise<RawReply> {
  const { method, path: target, headers: given = {} } = request;
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const headers: Record<string, string> = {
    'x-oss-content-sha256': 'UNSIGNED-PAYLOAD',
    'x-oss-date': time,
    ...given,
  };
  const signed = Object.keys(headers)
    .filter((name) => name.startsWith('x-oss-') || name === 'content-type' || name === 'content-md5')
    .sort()
    .map((name) => `${name}:${headers[name]}\n`)
    .join('');
  const [path = '', query = ''] = target.split(/\?(.*)/s);
  const names = query
    .split('&')
    .sort()
    .map((item) => item.replace(/=$/, ''));
  // The resource is that of the virtual host: a bucket's own ends in a slash.
  const resource = path.lastIndexOf('/') === 0 && path !== '/' ? `${path}/` : path;
  const canonical = [method, resource, names.join('&'), signed, '', 'UNSIGNED-PAYLOAD'].join('\n');
  const steps = [time.slice(0, 8), 'cn-hangzhou', 'oss', 'aliyun_v4_request'];
  const hash = createHash('sha256').update(canonical).digest('hex');
  const text = ['OSS4-HMAC-SHA256', time, steps.join('/'), hash].join('\n');
  const key = steps.reduce<string | Buffer>(
    (before, step) => createHmac('sha256', before).update(step).digest(),
    `aliyun_v4${secret}`,
  );
  const signature = createHmac('sha256', key).update(text).digest('hex');
  const authorization = `OSS4-HMAC-SHA256 Credential=${id}/${steps.join('/')},Signature=${signature}`;
  return send(baseUrl, { ...request, headers: { ...headers, authorization } });
}
