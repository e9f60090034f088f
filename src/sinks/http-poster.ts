import { rootCertificates } from 'node:tls';
import { Agent, request } from 'undici';
import type { ForwardRequest } from '../domain/forward-request.ts';

export type PostAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly retryAfter?: string }
  /** No answer came; the system's or undici's code says why. */
  | { readonly kind: 'none'; readonly code: string };

export interface HttpPoster {
  post(url: string, message: ForwardRequest): Promise<PostAnswer>;
  /** Breaks off what is under way, which then counts as not answered. */
  close(): Promise<void>;
}

const ANSWER_LIMIT_MS = 30_000;

/** Posts over kept-alive connections and follows no redirect. `extraCa` are PEM certificates to trust as well. */
export function createHttpPoster({ extraCa }: { readonly extraCa?: string } = {}): HttpPoster {
  const agent = new Agent({
    headersTimeout: ANSWER_LIMIT_MS,
    bodyTimeout: ANSWER_LIMIT_MS,
    ...(extraCa && { connect: { ca: [...rootCertificates, extraCa] } }),
  });
  return {
    async post(url, { headers, body }) {
      try {
        const { target, authorization } = splitUrl(url);
        const reply = await request(target, {
          method: 'POST',
          headers: { ...authorization, ...headers },
          body,
          dispatcher: agent,
        });
        await reply.body.dump();
        const retryAfter = reply.headers['retry-after'];
        return {
          kind: 'answer',
          status: reply.statusCode,
          ...(typeof retryAfter === 'string' && { retryAfter }),
        };
      } catch (error) {
        return { kind: 'none', code: codeOf(error) };
      }
    },
    close: () => agent.destroy(),
  };
}

/** undici sends no user and password of a URL by itself. */
function splitUrl(url: string): { target: string; authorization: Record<string, string> } {
  if (!url.includes('@')) return { target: url, authorization: {} };
  const parsed = new URL(url);
  const { username, password } = parsed;
  if (!username) return { target: url, authorization: {} };
  parsed.username = '';
  parsed.password = '';
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    target: parsed.href,
    authorization: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` },
  };
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UnknownError';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
