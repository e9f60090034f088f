// MNS as a load generator speaks it: batches of 16, each request signed, answers read only as far as needed.
import { createHmac } from 'node:crypto';
import { requestText } from './raw-http.js';

const BATCH = 16;
const TARGET = '/queues/load/messages';

function signed(method, target, body) {
  const date = new Date().toUTCString();
  const text = `${method}\n\ntext/xml\n${date}\nx-mns-version:2015-06-06\n${target}`;
  const signature = createHmac('sha1', 'emulator-secret').update(text).digest('base64');
  const headers = {
    host: '127.0.0.1',
    date,
    'content-type': 'text/xml',
    'x-mns-version': '2015-06-06',
    authorization: `MNS emulator:${signature}`,
  };
  return requestText(method, target, headers, body);
}

export const mnsLoad = {
  name: 'ossnotify emulator (MNS)',
  batch: BATCH,
  async prepare(connection) {
    await expectStatus(connection, signed('PUT', '/queues/load', '<Queue/>'), [201, 204]);
  },
  sendRequest(body) {
    const message = `<Message><MessageBody>${body}</MessageBody></Message>`;
    const text = signed('POST', TARGET, `<Messages>${message.repeat(BATCH)}</Messages>`);
    return async (connection) => {
      await expectStatus(connection, text, [201]);
      return BATCH;
    };
  },
  receiveAndDelete() {
    const receive = signed('GET', `${TARGET}?numOfMessages=${BATCH}`, '');
    return async (connection) => {
      const answer = await connection.send(receive);
      if (answer.status === 404) return undefined;
      const handles = answer.body.match(/<ReceiptHandle>[^<]+<\/ReceiptHandle>/g);
      const list = `<ReceiptHandles>${handles.join('')}</ReceiptHandles>`;
      await expectStatus(connection, signed('DELETE', TARGET, list), [204]);
      return handles.length;
    };
  },
};

async function expectStatus(connection, text, statuses) {
  const answer = await connection.send(text);
  if (!statuses.includes(answer.status)) throw new Error(`status ${answer.status}: ${answer.body}`);
}
