import { restoreStateOf } from '../../core/restore.ts';
import type { StoredObject } from '../../core/stored-object.ts';
import { existingBucket, type OssAction, type OssContext } from './oss-context.ts';
import { OssError, settled } from './oss-error.ts';
import { httpTime, readBody, textOf } from './oss-xml.ts';

/** 202 when it starts, 200 when an object that is restored already stays so for longer. */
export const restore: OssAction = (context) => {
  const { services, request, key } = context;
  const cause = { sourceIp: request.sourceIp, requestId: request.id };
  const wanted = { key, versionId: request.query.get('versionId') || undefined };
  const result = services.restores.start(existingBucket(context), wanted, daysOf(context), cause);
  return { status: settled(result) === 'started' ? 202 : 200, headers: {} };
};

function daysOf({ request: { body } }: OssContext): number {
  if (body.length === 0) return 1;
  const days = Number(textOf(readBody(body, 'RestoreRequest'), 'Days') ?? 1);
  if (!Number.isInteger(days) || days < 1 || days > 365)
    throw new OssError('InvalidArgument', 'Days is invalid.');
  return days;
}

/** An archived object cannot be read before it is restored. */
export function refuseArchived(object: StoredObject, nowMs: number): void {
  const state = restoreStateOf(object, nowMs);
  if (state === 'archived' || state === 'restoring') throw new OssError('InvalidObjectState');
}

/** What a head of an archived object tells of its restoring. */
export function restoreHeaders(object: StoredObject, nowMs: number): Record<string, string> {
  const state = restoreStateOf(object, nowMs);
  if (state === 'restoring') return { 'x-oss-restore': 'ongoing-request="true"' };
  if (state !== 'restored' || object.restore === undefined) return {};
  return { 'x-oss-restore': `ongoing-request="false", expiry-date="${httpTime(object.restore.untilMs)}"` };
}
