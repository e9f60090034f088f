// Puts messages as OSS sends them into a new queue.
import { createHash, createHmac } from 'node:crypto';
import { Pool } from 'undici';

export function bodyOf(index) {
  const requestId = index.toString(16).toUpperCase().padStart(24, '0');
  const event = {
    eventName: 'ObjectCreated:PutObject',
    eventSource: 'acs:oss',
    eventTime: `${new Date().toISOString().slice(0, 19)}.000Z`,
    eventVersion: '1.0',
    oss: {
      bucket: {
        arn: 'acs:oss:cn-hangzhou:1000000000000001:demo-bucket',
        name: 'demo-bucket',
        ownerIdentity: '1000000000000001',
        virtualBucket: '',
      },
      object: { deltaSize: 5, eTag: '5D41402ABC4B2A76B9719D911017C592', key: `in/${index}.txt`, size: 5 },
      ossSchemaVersion: '1.0',
      ruleId: 'demo-rule',
    },
    region: 'cn-hangzhou',
    requestParameters: { sourceIPAddress: '192.0.2.10' },
    responseElements: { requestId },
    userIdentity: { principalId: '1000000000000001' },
  };
  return Buffer.from(JSON.stringify({ events: [event] })).toString('base64');
}

export async function fill(url, queue, count) {
  const pool = new Pool(url, { connections: 8 });
  await call(pool, 'PUT', `/queues/${queue}`, '<Queue><VisibilityTimeout>60</VisibilityTimeout></Queue>');
  let next = 0;
  const work = async () => {
    while (next < count) {
      const from = next;
      next = Math.min(count, next + 16);
      const items = Array.from(
        { length: next - from },
        (_, at) => `<Message><MessageBody>${bodyOf(from + at)}</MessageBody></Message>`,
      );
      await call(pool, 'POST', `/queues/${queue}/messages`, `<Messages>${items.join('')}</Messages>`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  await pool.close();
}

async function call(pool, method, path, body) {
  const date = new Date().toUTCString();
  const md5 = createHash('md5').update(body).digest('base64');
  const signed = `${method}\n${md5}\ntext/xml\n${date}\nx-mns-version:2015-06-06\n${path}`;
  const signature = createHmac('sha1', 'emulator-secret').update(signed).digest('base64');
  const headers = {
    date,
    'content-type': 'text/xml',
    'content-md5': md5,
    'x-mns-version': '2015-06-06',
    authorization: `MNS emulator:${signature}`,
  };
  const reply = await pool.request({ method, path, headers, body });
  await reply.body.dump();
  if (reply.statusCode >= 300) throw new Error(`${method} ${path}: ${reply.statusCode}`);
}
