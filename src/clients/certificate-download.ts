import { request } from 'undici';

const LIMIT_MS = 3000;
/** A certificate has one or two kilobytes. */
const LARGEST_BYTES = 16 * 1024;

/**
 * Fetches a certificate's text: no redirects, status 200 only, three seconds and 16 KiB at most.
 * Rejects with an error whose message says what was wrong.
 */
export async function downloadCertificate(url: string): Promise<string> {
  // undici follows no redirect unless it is told to.
  const reply = await request(url, { signal: AbortSignal.timeout(LIMIT_MS) });
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    if (reply.statusCode !== 200) throw new Error(`status ${reply.statusCode}`);
    for await (const chunk of reply.body) {
      bytes += chunk.length;
      if (bytes > LARGEST_BYTES) throw new Error(`more than ${LARGEST_BYTES} bytes`);
      chunks.push(chunk);
    }
  } finally {
    // What is left of the body would keep the connection; its own error is no news.
    reply.body.on('error', () => {}).destroy();
  }
  return Buffer.concat(chunks).toString('latin1');
}
