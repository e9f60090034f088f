import { ServiceError } from '../errors.ts';
import { openingHint } from './not-opened.ts';
import { readDocument, textOf } from './xml.ts';

export interface Ks3Answer {
  readonly status: number;
  readonly text: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A refusal of KS3, whose errors are XML also where the call is JSON. */
export function ks3Refusal(answer: Ks3Answer, endpoint: string, bucket: string): ServiceError {
  const document = readDocument(answer.text);
  const code = document?.root === 'Error' ? textOf(document.fields, 'Code') : undefined;
  if (document === undefined || code === undefined) return ks3Unexpected(answer, endpoint);
  const requestId = textOf(document.fields, 'RequestId') ?? answer.headers['x-kss-request-id'];
  const told = (textOf(document.fields, 'Message') ?? '').replace(/\s+/g, ' ').trim();
  const hint = openingHint(code, told, 'KS3') ?? hintFor(code, answer, bucket);
  return new ServiceError({
    service: 'KS3',
    code,
    status: answer.status,
    message: told === '' ? code : `${code}: ${told}`,
    ...(requestId ? { requestId } : {}),
    ...(hint === undefined ? {} : { hint }),
  });
}

/** Not KS3's words: a proxy's page (whose title says the most), or another server. */
export function ks3Unexpected({ status, text, headers }: Ks3Answer, endpoint: string): ServiceError {
  const title = /<title>([^<]{1,100})<\/title>/i.exec(text)?.[1]?.trim();
  const requestId = headers['x-kss-request-id'];
  return new ServiceError({
    service: 'KS3',
    code: status === 429 || status === 503 ? 'SlowDown' : 'UnexpectedAnswer',
    status,
    message: `${endpoint} gave an answer with status ${status} that is not KS3's${title ? `: ${title}` : ''}`,
    hint:
      status >= 500 || status === 429
        ? 'the service is busy or broken: try again in a while'
        : 'check that --endpoint is a KS3 host and that no proxy answers in its place',
    ...(requestId ? { requestId } : {}),
  });
}

function hintFor(code: string, { status, headers }: Ks3Answer, bucket: string): string | undefined {
  const known = HINTS.find(([pattern]) => pattern.test(code))?.[1].replaceAll('%', bucket);
  if (known !== undefined && code.startsWith('RequestTimeTooSkewed') && headers['date'])
    return `${known}; the server's says ${headers['date']}`;
  if (known === undefined && status >= 500) return 'the service is broken just now: try again in a while';
  return known;
}

/** `%` is the bucket that the request was about. */
const HINTS: readonly (readonly [RegExp, string])[] = [
  [/^SignatureDoesNotMatch/, 'the secret key is wrong: check it with `ossnotify config list --show-origin`'],
  [/^InvalidAccessKey/, 'the access key is unknown to KS3: check KS3_ACCESS_KEY_ID, or the profile'],
  [
    /^AccessDenied/,
    'grant ks3:PutBucketNotification and ks3:GetBucketNotification, or use the key of the bucket owner',
  ],
  [/^NoSuchBucket/, 'check the name of the bucket, --region and --endpoint'],
  [/^NoSuchKey/, 'check the key of the object'],
  [/TimeTooSkewed|^RequestExpired/, "set this computer's clock"],
  [/^(SlowDown|Throttl|RequestLimit|TooManyRequests)/, 'slow down and try again in a while'],
  [/Overlap/i, 'see which rules collide: ossnotify rule check --against-live --provider ks3 --bucket %'],
  [
    /Exceed|TooMany|Quota/i,
    'a bucket takes ten rules: delete one with `ossnotify rule delete NAME --provider ks3 --bucket %`',
  ],
];
