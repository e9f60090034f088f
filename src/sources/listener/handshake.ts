import type { Answer } from './posted.ts';

/**
 * The handshake by which a sender of CloudEvents asks whether it may send (HTTP 1.1 Web Hooks for Event Delivery, section
 * 4): whoever may post here may also be told so, at any rate, since too much is answered by 503.
 */
export function handshakeAnswer(headers: Readonly<Record<string, string>>, isOpen: boolean): Answer {
  if (!isOpen) return { status: 404, body: 'it is not at the secret path\n' };
  const origin = headers['webhook-request-origin'];
  const allow = { allow: 'POST, PUT, OPTIONS' };
  if (origin === undefined) return { status: 204, headers: allow };
  return {
    status: 200,
    headers: { ...allow, 'webhook-allowed-origin': origin, 'webhook-allowed-rate': '*' },
  };
}
