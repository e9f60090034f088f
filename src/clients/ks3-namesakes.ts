import { Failure, ServiceError } from '../errors.ts';
import { documentStore, type Ks3RulesOptions } from './ks3-document-store.ts';
import { type Ks3Exchange, ks3Call } from './ks3-request.ts';
import { readKs3Rule } from './ks3-rules-format.ts';
import type { LiveRule, Namesakes } from './rules.ts';
import { listOf, readDocument, textOf } from './xml.ts';

/** So many buckets are looked at, a few at a time: each takes a request. */
const MOST_BUCKETS = 100;
const AT_ONCE = 4;

/**
 * Rules of these ids in the account's other buckets. An id is unique in the account, and the bucket that had it loses
 * its rule to whoever gives it again ("PUT Bucket Notification"). What cannot be looked at is told, never thrown.
 */
export async function findNamesakes(
  names: readonly string[],
  exchange: Ks3Exchange,
  options: Ks3RulesOptions,
): Promise<Namesakes> {
  const unseen: string[] = [];
  const listed = await otherBuckets(exchange, options).catch((error: unknown) => {
    unseen.push(`the buckets of the account could not be listed: ${wordsOf(error)}`);
    return [];
  });
  if (listed.length > MOST_BUCKETS) unseen.push(`no more than ${MOST_BUCKETS} other buckets were looked at`);
  const rules: LiveRule[] = [];
  const failed: { readonly bucket: string; readonly error: unknown }[] = [];
  const waiting = listed.slice(0, MOST_BUCKETS);
  const look = async () => {
    for (let bucket = waiting.shift(); bucket !== undefined; bucket = waiting.shift()) {
      const found = await rulesIn(bucket, exchange, options).catch((error: unknown) => {
        failed.push({ bucket: bucket ?? '', error });
        return [];
      });
      rules.push(...found.filter(({ name }) => names.includes(name)));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, look));
  return { rules, unseen: [...unseen, ...unreadable(failed)] };
}

/** `GET /`, in the form that S3 gave it. */
async function otherBuckets(exchange: Ks3Exchange, { host, bucket }: Ks3RulesOptions): Promise<string[]> {
  const { text } = await ks3Call(exchange, host, { method: 'GET', bucket: '' });
  const document = readDocument(text);
  const [buckets] = document ? listOf(document.fields, 'Buckets') : [];
  if (document?.root !== 'ListAllMyBucketsResult')
    throw new Failure('failure', 'UnexpectedAnswer', 'the answer is no list of buckets');
  return listOf(buckets ?? {}, 'Bucket')
    .flatMap((each) => textOf(each, 'Name') ?? [])
    .filter((name) => name !== bucket);
}

async function rulesIn(bucket: string, exchange: Ks3Exchange, options: Ks3RulesOptions): Promise<LiveRule[]> {
  try {
    const { rules } = await documentStore(exchange, { ...options, bucket }).read();
    return rules.flatMap((rule) => readKs3Rule(rule, bucket) ?? []);
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'NoSuchBucket') return [];
    throw error;
  }
}

function unreadable(failed: readonly { readonly bucket: string; readonly error: unknown }[]): string[] {
  const [first, ...more] = failed;
  if (first === undefined) return [];
  const others = more.length > 0 ? ` (and ${more.length} more)` : '';
  return [`the rules of bucket ${first.bucket}${others} could not be read: ${wordsOf(first.error)}`];
}

/** Anything but a foreseen failure is a bug, and goes on up. */
function wordsOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  throw error;
}
