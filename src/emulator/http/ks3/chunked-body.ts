import { OssError } from '../oss/oss-error.ts';
import type { WireRequest } from '../wire-request.ts';

/**
 * Clients of the older protocol's family send a stream in chunks of their own, inside of HTTP's: `SIZE[;chunk-signature=...]`,
 * the bytes, and after an empty chunk perhaps trailers. The request's own signature is checked, those of the chunks are not.
 */
export function withoutChunks(request: WireRequest): WireRequest {
  const { headers, body } = request;
  const payload = headers['x-amz-content-sha256'] ?? headers['x-kss-content-sha256'] ?? '';
  if (!payload.startsWith('STREAMING-')) return request;
  const { 'content-encoding': encoding = '', ...others } = headers;
  const kept = encoding
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'aws-chunked');
  const content = joined(body);
  const announced = headers['x-amz-decoded-content-length'] ?? headers['x-kss-decoded-content-length'];
  if (announced !== undefined && Number(announced) !== content.length) throw new OssError('InvalidArgument');
  return {
    ...request,
    headers: kept.length === 0 ? others : { ...others, 'content-encoding': kept.join(',') },
    body: content,
  };
}

const LINE_END = '\r\n';

function joined(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = body.indexOf(LINE_END, at);
    const size = /^([0-9a-f]{1,8})(?:;[^\r\n]*)?$/i.exec(
      lineEnd < 0 ? '' : body.toString('latin1', at, lineEnd),
    )?.[1];
    if (size === undefined) throw new OssError('InvalidArgument', 'A chunk of the body has no size.');
    const length = Number.parseInt(size, 16);
    if (length === 0) return Buffer.concat(chunks);
    const start = lineEnd + LINE_END.length;
    if (start + length > body.length) throw new OssError('InvalidArgument', 'The body ends amid a chunk.');
    chunks.push(body.subarray(start, start + length));
    at = start + length + LINE_END.length;
  }
}
