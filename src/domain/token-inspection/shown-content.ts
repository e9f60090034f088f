import { bareUrl } from '../masked-url.ts';
import { TOKEN_MEMBERS } from '../token.ts';
import type { Members } from './parse-content.ts';

/** A token's members as they may be shown: the secret, and whatever might be one, is masked. */
export interface ShownContent {
  readonly url?: string;
  readonly accessKeyId?: string;
  readonly accessKeySecret?: string;
  /** Names only: a mis-keyed member may hold the secret. */
  readonly otherMembers?: readonly string[];
  /** How many more there are, under names so unlikely that they may be secrets themselves. */
  readonly unnamedMembers?: number;
}

export function shownContent(members: Members): ShownContent {
  const [url, id, secret] = TOKEN_MEMBERS.map((name) => members.get(name));
  const known: readonly string[] = TOKEN_MEMBERS;
  const others = [...members.keys()].filter((name) => !known.includes(name));
  const otherMembers = others.filter(isShowableName);
  const unnamedMembers = others.length - otherMembers.length;
  return {
    ...(typeof url === 'string' && { url: maySeeUrl(url) ? bareUrl(url) : mask(url) }),
    ...(typeof id === 'string' && {
      accessKeyId: isSwapped(members) || isUnlikelyId(members) ? mask(id) : abridged(id),
    }),
    ...(typeof secret === 'string' && { accessKeySecret: mask(secret) }),
    ...(otherMembers.length > 0 && { otherMembers }),
    ...(unnamedMembers > 0 && { unnamedMembers }),
  };
}

/** Secrets are longer and hold digits. */
export function isShowableName(name: string): boolean {
  return /^[A-Za-z_.-]{1,24}$/.test(name);
}

/** What is no URL may be a secret in the wrong place. */
export function maySeeUrl(text: string): boolean {
  return text === '' || (/^\s*https?:\/\//i.test(text) && URL.canParse(text));
}

/** Access key ids of RAM users begin so (service documents); no secret does. */
const KEY_ID = /^LTAI/;

export function isSwapped(members: Members): boolean {
  const [id, secret] = [members.get('accessKeyId'), members.get('accessKeySecret')];
  return typeof id === 'string' && typeof secret === 'string' && KEY_ID.test(secret) && !KEY_ID.test(id);
}

/** Ids of 16 to 24 characters are known, and secrets of 30; placeholders are told of by themselves. */
const LONGEST_ID = 24;

/** Whether what stands as the id may be a secret, pasted into the wrong place. */
export function isUnlikelyId(members: Members): boolean {
  const [id, secret] = [members.get('accessKeyId'), members.get('accessKeySecret')];
  if (typeof id !== 'string' || id === '' || /^x+$/i.test(id)) return false;
  if (id === secret) return true;
  if (/^(LTAI|STS\.)/.test(id)) return false;
  return (
    id.length > LONGEST_ID || (typeof secret === 'string' && secret !== '' && id.length >= secret.length)
  );
}

/** Its two ends tell which one it is. */
function abridged(id: string): string {
  if (id.length <= 8) return id;
  return id.length <= 12 ? `${id.slice(0, 4)}…${id.slice(-2)}` : `${id.slice(0, 6)}…${id.slice(-4)}`;
}

function mask(secret: string): string {
  return secret === '' ? '' : `******** (${secret.length} characters)`;
}
