/** The faults that an inspection can find, each with the way out of it. */
import type { Problem } from '../problem.ts';
import { TOKEN_MEMBERS } from '../token.ts';

const ANEW = 'print it anew with: ossnotify token';
const WHOLE = `copy all of it, or ${ANEW}`;
const LOST_INDENTATION =
  'indentation may have been lost in copying; print it anew with: ossnotify token --secret';
const PLAIN_UTF8 = 'write plain UTF-8 (PowerShell: Out-File -Encoding ascii), or use: ossnotify token';
const LASTING_KEYS = 'use the AccessKey pair of a RAM user';

const HINTS = {
  empty: 'make a token with: ossnotify token',
  // The Base64.
  quoted: `remove the quotes, or ${ANEW}`,
  wrapped: 'write it in one line: GNU base64 needs -w0, ossnotify token never wraps',
  'url-safe-base64': 'use the standard alphabet (+ and /), as ossnotify token does',
  'missing-padding': WHOLE,
  truncated: WHOLE,
  'not-text': WHOLE,
  'utf-16': PLAIN_UTF8,
  'byte-order-mark': PLAIN_UTF8,
  'not-base64': `pass the token alone, one token only, or ${ANEW}`,
  'not-encoded':
    'encode it with: ossnotify token; or hand the file to kubectl create secret generic --from-file=mns=FILE',
  'double-base64':
    'a Base64 token belongs under data, neither under stringData nor --from-literal; use: ossnotify token --secret',
  // What is under it.
  'not-json': 'a shell or an editor may have changed its quotes or backslashes; use: ossnotify token',
  'trailing-text': `remove what is behind it, or ${ANEW}`,
  'not-an-object': ANEW,
  'json-in-string': 'encode the object once, or use: ossnotify token',
  'missing-field': `the names are exactly ${TOKEN_MEMBERS.join(', ')}`,
  'not-a-string': 'write the value as a string, in one line',
  'empty-field': 'was a variable unset? ossnotify token refuses empty credentials',
  'blank-in-field': 'it came along from a file or a command; strip it before encoding',
  'unlikely-id': 'is the secret in its place? ids begin with LTAI and have at most 24 characters',
  'swapped-keys': 'exchange the two values',
  'temporary-credentials': LASTING_KEYS,
  // The Secret round it.
  'bad-yaml': LOST_INDENTATION,
  'misplaced-key': LOST_INDENTATION,
  'no-secret': 'pass the Base64 token, or the manifest of the Secret',
  'not-a-secret': 'write kind: Secret',
  'bad-api-version': 'write apiVersion: v1',
  'no-name': 'the source refers to it by name, mnsoss-secret as a rule',
  'wrong-key':
    'the source reads the key that its accessToken.secretKeyRef names, mns as a rule; --key tells of another',
} as const satisfies Record<string, string>;

export function finding(code: keyof typeof HINTS, message: string): Problem {
  return { code, message, hint: HINTS[code] };
}
