import type { Services } from '../../core/services.ts';
import type { Answer, WireRequest } from '../wire-request.ts';

/** What an MNS action has at hand; the names are those of the path. */
export interface MnsContext {
  readonly services: Services;
  readonly request: WireRequest;
  /** Queue or topic. */
  readonly name: string;
  readonly subscription: string;
}

export type MnsAction = (context: MnsContext) => Answer | Promise<Answer>;

export const hostOf = ({ request }: MnsContext): string => request.headers['host'] ?? '127.0.0.1';
