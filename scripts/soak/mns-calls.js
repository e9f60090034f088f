// MNS as bare signed HTTP: the program's own client is what is under test.
import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';

const PASSING = [429, 500, 503];

export function createMns(url, connections = 8) {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });

  /** One request; rejects when the connection broke before the answer had come. */
  function call(method, path, body = '') {
    const options = { hostname, port, agent, method, path, headers: signedHeaders(method, path, body) };
    return new Promise((resolve, reject) => {
      const outgoing = request(options, (reply) => {
        let text = '';
        reply.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        reply.on('end', () => resolve({ status: reply.statusCode, body: text }));
        reply.on('error', reject);
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  /** Again, until there is an answer that is none of the passing errors; as every sender has to. */
  async function insist(method, path, body) {
    for (;;) {
      const answer = await call(method, path, body).catch(() => undefined);
      if (answer !== undefined && !PASSING.includes(answer.status)) return expectSuccess(answer);
    }
  }

  return { call, insist, close: () => agent.destroy() };
}

export function expectSuccess(answer) {
  if (answer.status < 200 || answer.status > 299) throw new Error(`status ${answer.status}: ${answer.body}`);
  return answer;
}

function signedHeaders(method, path, body) {
  const date = new Date().toUTCString();
  const text = `${method}\n\ntext/xml\n${date}\nx-mns-version:2015-06-06\n${path}`;
  const signature = createHmac('sha1', 'emulator-secret').update(text).digest('base64');
  return {
    date,
    'content-type': 'text/xml',
    'content-length': Buffer.byteLength(body),
    'x-mns-version': '2015-06-06',
    authorization: `MNS emulator:${signature}`,
  };
}

export const BATCH = 16;
const message = (body) => `<Message><MessageBody>${body}</MessageBody></Message>`;
export const oneMessage = message;
export const manyMessages = (bodies) => `<Messages>${bodies.map(message).join('')}</Messages>`;
export const queueOf = (visibilitySeconds) =>
  `<Queue><VisibilityTimeout>${visibilitySeconds}</VisibilityTimeout></Queue>`;

/** The body of an event of OSS for this key. */
export function eventBody(key) {
  const event = {
    eventName: 'ObjectCreated:PutObject',
    eventSource: 'acs:oss',
    eventTime: '2026-03-02T08:15:30.000Z',
    eventVersion: '1.0',
    oss: {
      bucket: {
        arn: 'acs:oss:cn-hangzhou:1000000000000001:soak',
        name: 'soak',
        ownerIdentity: '1000000000000001',
      },
      object: { key, size: 5, deltaSize: 5, eTag: '5D41402ABC4B2A76B9719D911017C592' },
      ossSchemaVersion: '1.0',
      ruleId: 'soak',
    },
    region: 'cn-hangzhou',
    requestParameters: { sourceIPAddress: '192.0.2.10' },
    responseElements: { requestId: `REQUEST-${key}` },
    userIdentity: { principalId: '200000000000000002' },
  };
  return Buffer.from(JSON.stringify({ events: [event] })).toString('base64');
}

/** Runs `width` workers, each of which takes the next thing to do until there is none. */
export async function inParallel(width, items, work) {
  const queue = items[Symbol.iterator]();
  const worker = async () => {
    for (let next = queue.next(); !next.done; next = queue.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

export function* batchesOf(items) {
  for (let from = 0; from < items.length; from += BATCH) yield items.slice(from, from + BATCH);
}
