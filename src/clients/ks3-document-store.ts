import { providers } from '../domain/providers/index.ts';
import { Failure, ServiceError } from '../errors.ts';
import { ks3Refusal } from './ks3-failure.ts';
import { type Ks3Exchange, type Ks3Options, ks3Call } from './ks3-request.ts';
import { type Ks3Document, readDocument, writeDocument } from './ks3-rules-format.ts';
import { isBusy, isThrottling, type Patience, patiently } from './patience.ts';

/** What only reads is tried again while KS3 is busy; a write is not, since it may have happened. */
export interface Ks3RulesOptions extends Ks3Options, Patience {
  readonly bucket: string;
}

/** The notification document of one bucket, read and written as a whole. Failures are ServiceErrors of `KS3`. */
export interface DocumentStore {
  read(): Promise<Ks3Document>;
  write(document: Ks3Document, rules: readonly unknown[]): Promise<void>;
}

export function documentStore(exchange: Ks3Exchange, options: Ks3RulesOptions): DocumentStore {
  const { bucket, host } = options;
  const target = { bucket, subresource: 'notification' };
  const read = async () => {
    const answer = await exchange({ method: 'GET', ...target });
    if (answer.status < 300) return readDocument(answer.text);
    const refusal = ks3Refusal(answer, `${host.protocol}//${host.host}`, bucket);
    const isNone = answer.status === 404 && !['NoSuchBucket', 'UnexpectedAnswer'].includes(refusal.code);
    if (isNone) return readDocument('');
    throw refusal;
  };
  return {
    read: () => patiently(read, (error) => isThrottling(error) || isBusy(error), options),
    async write(document, rules) {
      const body = writeDocument(document, rules);
      const put = { method: 'PUT', ...target, contentType: 'application/json', body } as const;
      const clear = { method: 'DELETE', ...target } as const;
      await ks3Call(exchange, host, rules.length === 0 ? clear : put).catch((error: unknown) => {
        throw rules.length > providers.ks3.maxRules ? asTooMany(error, rules.length, bucket) : error;
      });
    },
  };
}

/** KS3 has no code of its own for the eleventh rule (an argument is invalid), so the number tells. */
function asTooMany(error: unknown, count: number, bucket: string): unknown {
  const isRefused = error instanceof ServiceError && error.kind === 'failure' && (error.status ?? 0) < 500;
  if (!isRefused || error.status === 429 || error.status === undefined) return error;
  const { code, message, requestId } = error;
  const hint = `a bucket takes ten rules, and there would be ${count}: delete one with \`ossnotify rule delete NAME --provider ks3 --bucket ${bucket}\``;
  return new Failure('conflict', code, message, {
    hint,
    cause: error,
    ...(requestId !== undefined && { requestId }),
  });
}
