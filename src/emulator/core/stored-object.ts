import { createHash } from 'node:crypto';
import type { ObjectLabels } from './labels.ts';
import type { Cause } from './object-event.ts';

export type ObjectKind = 'Normal' | 'Appendable' | 'Multipart' | 'Symlink';

/** An object as it is asked for, but for its content. */
export interface ObjectWish extends ObjectLabels {
  readonly headers: Readonly<Record<string, string>>;
  readonly storageClass?: string;
}

export interface StoredObject extends ObjectLabels {
  /** The key; called name so that listings treat it like any named thing. */
  readonly name: string;
  readonly kind: ObjectKind;
  readonly content: Buffer;
  /** Upper-case hex without quotes, with `-<parts>` for a multipart object. */
  readonly etag: string;
  readonly modifiedAtMs: number;
  /** Lower-case names: content type and its siblings, user metadata. */
  readonly headers: Readonly<Record<string, string>>;
  readonly storageClass: string;
  /** Set where its bucket kept versions when it was stored. */
  readonly versionId?: string;
  readonly symlinkTarget?: string;
  /** Set while or after an archived object is thawed. */
  readonly restore?: RestoreTimes;
}

export interface RestoreTimes {
  readonly readyAtMs: number;
  readonly untilMs: number;
  /** The request that asked for it, as long as the event of its end is still to be raised. */
  readonly toTell?: Cause;
}

export const DEFAULT_CONTENT_TYPE = 'application/octet-stream';

export const md5Hex = (content: Buffer): string =>
  createHash('md5').update(content).digest('hex').toUpperCase();

const USER_META = /^x-(?:oss|kss)-meta-/;

/** What its writer said about the object in names of its own; `undefined` for nothing. */
export function userMetaOf({ headers }: Pick<StoredObject, 'headers'>): Record<string, string> | undefined {
  const meta = Object.entries(headers).filter(([name]) => USER_META.test(name));
  if (meta.length === 0) return undefined;
  return Object.fromEntries(meta.map(([name, value]) => [name.replace(USER_META, ''), value]));
}

export const mimeTypeOf = ({ headers }: StoredObject): string =>
  headers['content-type'] ?? DEFAULT_CONTENT_TYPE;
