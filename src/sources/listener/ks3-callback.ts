import { decodeBody } from '../../domain/envelope.ts';
import { type Protocol, refused } from './posted.ts';

/** Harmless, and what the upload callback of the same service has to be answered. */
const ACCEPTED = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"result":true}',
} as const;

/**
 * Callbacks of KS3, which carry no signature, so that only their path can be secret. No content type is documented; the
 * body is JSON. What else our outputs write (`--forward-format raw`) is read here, too.
 */
export const ks3Callback: Protocol = {
  name: 'a callback',
  methods: ['POST', 'PUT'],
  largestBytes: 1024 * 1024,
  read({ body }) {
    const text = body.toString('utf8');
    if (decodeBody(text).kind === 'undecodable' && !isJson(text))
      return refused(400, 'the body is no JSON and holds no event');
    return { kind: 'messages', messages: [{ body: text }], answer: ACCEPTED };
  },
};

/** An object or a list that we do not know yet is shown, not refused. */
function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
