/** What each member of a wish for an event has to be; `type`, `bucket` and `key` have to be there. */
const MEMBERS: Readonly<Record<string, readonly [isGood: (value: unknown) => boolean, rule: string]>> = {
  type: [isName, 'a text that is not empty'],
  bucket: [isName, 'a text that is not empty'],
  key: [isName, 'a text that is not empty'],
  size: [isSize, 'a whole number from 0 on'],
  deltaSize: [Number.isSafeInteger, 'a whole number'],
  etag: [isEtag, '32 hex digits, perhaps with "-" and the number of parts, or empty'],
  position: [isSize, 'a whole number from 0 on'],
  readFrom: [isSize, 'a whole number from 0 on'],
  readTo: [isSize, 'a whole number from 0 on'],
  mimeType: [isName, 'a text that is not empty'],
  variables: [areVariables, 'texts under names that start with "x:"'],
};
const NEEDED = ['type', 'bucket', 'key'];

/** What is wrong with a wish for an event, so that no event comes about that no service would send. */
export function raiseProblem(given: object): string | undefined {
  const members = Object.entries(given).filter(([, value]) => value !== undefined);
  const missing = NEEDED.find((needed) => members.every(([name]) => name !== needed));
  if (missing !== undefined) return `"${missing}" is missing`;
  for (const [name, value] of members) {
    const member = Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : undefined;
    if (member === undefined) return `"${name}" is no member: there are ${Object.keys(MEMBERS).join(', ')}`;
    const [isGood, rule] = member;
    if (!isGood(value)) return `"${name}" must be ${rule}`;
  }
  return undefined;
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isSize(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Steps of multipart uploads have none. */
function isEtag(value: unknown): boolean {
  return typeof value === 'string' && /^(?:[0-9a-f]{32}(?:-\d{1,5})?)?$/i.test(value);
}

function areVariables(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(([name, text]) => /^x:./.test(name) && typeof text === 'string');
}
