import type { RaiseRequest } from '../../core/raise-request.ts';

const TEXTS = ['type', 'bucket', 'key', 'etag', 'mimeType'] as const;
const NUMBERS = ['size', 'deltaSize', 'position', 'readFrom', 'readTo'] as const;

/** The event of a control call, or `undefined` where a member is missing or of the wrong kind. */
export function raiseRequestOf(body: Buffer): RaiseRequest | undefined {
  const given = parsed(body);
  if (given === undefined) return undefined;
  const members: Record<string, unknown> = {};
  for (const name of [...TEXTS, ...NUMBERS, 'variables'])
    if (given[name] !== undefined) members[name] = given[name];
  return isSound(members) ? members : undefined;
}

function parsed(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isSound(members: Record<string, unknown>): members is Record<string, unknown> & RaiseRequest {
  const { type, bucket, key, variables } = members;
  return (
    [type, bucket, key].every((text) => typeof text === 'string' && text !== '') &&
    TEXTS.every((name) => ['string', 'undefined'].includes(typeof members[name])) &&
    NUMBERS.every((name) => members[name] === undefined || Number.isSafeInteger(members[name])) &&
    (variables === undefined || (typeof variables === 'object' && variables !== null))
  );
}
