// SQS (AWS JSON protocol) as a load generator speaks it: batches of 10, the largest that SQS has.
import { requestText } from './raw-http.js';

const BATCH = 10;

function call(action, input) {
  const headers = {
    host: '127.0.0.1',
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `AmazonSQS.${action}`,
    authorization:
      'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/sqs/aws4_request, SignedHeaders=host, Signature=0',
  };
  return requestText('POST', '/', headers, JSON.stringify(input));
}

let queueUrl = '';

export const sqsLoad = {
  name: 'fauxqs (SQS)',
  batch: BATCH,
  async prepare(connection) {
    queueUrl = JSON.parse(await expectOk(connection, call('CreateQueue', { QueueName: 'load' }))).QueueUrl;
  },
  sendRequest(body) {
    const Entries = Array.from({ length: BATCH }, (_, index) => ({ Id: String(index), MessageBody: body }));
    const text = call('SendMessageBatch', { QueueUrl: queueUrl, Entries });
    return async (connection) => {
      await expectOk(connection, text);
      return BATCH;
    };
  },
  receiveAndDelete() {
    const receive = call('ReceiveMessage', { QueueUrl: queueUrl, MaxNumberOfMessages: BATCH });
    return async (connection) => {
      const { Messages = [] } = JSON.parse(await expectOk(connection, receive));
      if (Messages.length === 0) return undefined;
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await expectOk(connection, call('DeleteMessageBatch', { QueueUrl: queueUrl, Entries }));
      return Messages.length;
    };
  },
};

async function expectOk(connection, text) {
  const { status, body } = await connection.send(text);
  if (status !== 200) throw new Error(`status ${status}: ${body}`);
  return body;
}
