import { TOKEN_MEMBERS } from '../token.ts';
import type { Members } from './parse-content.ts';

/** A token's members as they may be shown: the secret, and whatever might be one, is masked. */
export interface ShownContent {
  readonly url?: string;
  readonly accessKeyId?: string;
  readonly accessKeySecret?: string;
  /** Names only: a mis-keyed member may hold the secret. */
  readonly otherMembers?: readonly string[];
}

export function shownContent(members: Members): ShownContent {
  const [url, id, secret] = TOKEN_MEMBERS.map((name) => members.get(name));
  const known: readonly string[] = TOKEN_MEMBERS;
  const otherMembers = [...members.keys()].filter((name) => !known.includes(name));
  return {
    ...(typeof url === 'string' && { url: maySeeUrl(url) ? url : mask(url) }),
    ...(typeof id === 'string' && { accessKeyId: isSwapped(members) ? mask(id) : id }),
    ...(typeof secret === 'string' && { accessKeySecret: mask(secret) }),
    ...(otherMembers.length > 0 && { otherMembers }),
  };
}

/** User names and passwords belong to no MNS URL; and what is no URL may be a secret in the wrong place. */
export function maySeeUrl(text: string): boolean {
  return text === '' || /^\s*https?:\/\/[^@]*$/.test(text);
}

/** Access key ids of RAM users begin so (service documents); no secret does. */
const KEY_ID = /^LTAI/;

export function isSwapped(members: Members): boolean {
  const [id, secret] = [members.get('accessKeyId'), members.get('accessKeySecret')];
  return typeof id === 'string' && typeof secret === 'string' && KEY_ID.test(secret) && !KEY_ID.test(id);
}

function mask(secret: string): string {
  return secret === '' ? '' : `******** (${secret.length} characters)`;
}
