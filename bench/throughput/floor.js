// The wire's own speed: the same signed requests, side by side as ours are, over bare undici. Nothing of an answer is
// read but the receipts, without which nothing could be deleted.
import { createHash, createHmac } from 'node:crypto';
import { Pool } from 'undici';

const [url, queue, count, concurrency] = process.argv.slice(2);
const pool = new Pool(url);
const path = `/queues/${queue}/messages`;
/** As our requests and those of the SDKs begin. */
const [BEFORE, AFTER] = [
  '<?xml version="1.0" encoding="UTF-8"?><ReceiptHandles xmlns="http://mns.aliyuncs.com/doc/v1/">',
  '</ReceiptHandles>',
];

async function call(method, resource, body = '') {
  const date = new Date().toUTCString();
  const headers = { date, 'x-mns-date': date, 'x-mns-version': '2015-06-06' };
  if (body !== '') {
    headers['content-type'] = 'text/xml';
    headers['content-md5'] = Buffer.from(createHash('md5').update(body).digest('hex')).toString('base64');
  }
  const signed = `${method}\n${headers['content-md5'] ?? ''}\n${headers['content-type'] ?? ''}\n${date}\nx-mns-date:${date}\nx-mns-version:2015-06-06\n${resource}`;
  const signature = createHmac('sha1', 'emulator-secret').update(signed).digest('base64');
  headers.authorization = `MNS emulator:${signature}`;
  const reply = await pool.request({ method, path: resource, headers, body: body || null, reset: false });
  return { status: reply.statusCode, text: await reply.body.text() };
}

let left = Number(count);
async function work() {
  while (left > 0) {
    const { status, text } = await call('GET', `${path}?numOfMessages=16&waitseconds=0`);
    if (status !== 200) continue;
    const receipts = text.match(/<ReceiptHandle>[^<]*<\/ReceiptHandle>/g);
    left -= receipts.length;
    await call('DELETE', path, BEFORE + receipts.join('') + AFTER);
  }
}
// Ours has as many deletions under way as polls.
await Promise.all(Array.from({ length: 2 * Number(concurrency) }, work));
await pool.close();
