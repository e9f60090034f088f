import { createKs3Exchange, type Ks3Options, ks3Call } from './ks3-request.ts';

/** Objects of KS3, as far as probes need them. Failures are ServiceErrors of service `KS3`. */
export interface Ks3Objects {
  /** `eventStatus`: `Ok`, or how the delivery failed; absent when no rule matched. */
  putObject(bucket: string, key: string, body: Buffer): Promise<{ readonly eventStatus?: string }>;
  deleteObject(bucket: string, key: string): Promise<{ readonly eventStatus?: string }>;
}

export function createKs3Objects(options: Ks3Options): Ks3Objects {
  const exchange = createKs3Exchange(options);
  const { host } = options;
  return {
    async putObject(bucket, key, body) {
      const contentType = 'application/octet-stream';
      const answer = await ks3Call(exchange, host, { method: 'PUT', bucket, key, contentType, body });
      return statusOf(answer.headers);
    },
    async deleteObject(bucket, key) {
      return statusOf((await ks3Call(exchange, host, { method: 'DELETE', bucket, key })).headers);
    },
  };
}

/** Base64 of `Code: Success` or `Code: Fail` (comments of the Go SDK). */
function statusOf(headers: Readonly<Record<string, string>>): { eventStatus?: string } {
  const header = headers['x-kss-eventbridge-status'];
  if (header === undefined) return {};
  const status = Buffer.from(header, 'base64')
    .toString()
    .replace(/^Code:\s*/, '')
    .trim();
  return { eventStatus: status === 'Success' ? 'Ok' : status };
}
