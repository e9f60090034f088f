import type { Bucket } from '../../core/bucket.ts';
import type { ObjectEvent } from '../../core/object-event.ts';
import type { Services } from '../../core/services.ts';
import type { Answer, WireRequest } from '../wire-request.ts';
import { settled } from './oss-error.ts';
import { readablyFor } from './oss-xml.ts';
import type { UploadCallback } from './upload-callback.ts';

/** What an OSS action has at hand; empty texts where the request names no bucket or no key. */
export interface OssContext {
  readonly services: Services;
  readonly request: WireRequest;
  readonly bucket: string;
  readonly key: string;
  /** Where the client finds what it asked for. */
  readonly url: string;
}

/** An answer and what happened to objects on the way to it. */
export interface OssOutcome extends Answer {
  readonly events?: readonly ObjectEvent[];
  /** To be called before the answer goes out, and to give it its body. */
  readonly callback?: UploadCallback;
}

export type OssAction = (context: OssContext) => OssOutcome | Promise<OssOutcome>;

/** A read whose answer is made anew, with encoded keys, where XML could not carry it. */
export const readably =
  (read: (context: OssContext) => OssOutcome): OssAction =>
  (context) => {
    const answer = read(context);
    const request = readablyFor(context.request, String(answer.body ?? ''));
    return request === context.request ? answer : read({ ...context, request });
  };

export const existingBucket = ({ services, bucket }: OssContext): Bucket =>
  settled(services.buckets.get(bucket));

export const bucketForWriting = ({ services, bucket }: OssContext): Bucket =>
  settled(services.buckets.forWriting(bucket));
