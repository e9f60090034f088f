// The loop of the SDK's README: receive up to 16, decode, print, delete; one request at a time.
import Client from '@alicloud/mns';

const [url, queue, count] = process.argv.slice(2);
const client = new Client('1000000000000001', {
  endpoint: url,
  accessKeyId: 'emulator',
  accessKeySecret: 'emulator-secret',
});

let left = Number(count);
while (left > 0) {
  const { body } = await client.batchReceiveMessage(queue, 16, 1);
  for (const message of body) {
    const { events } = JSON.parse(Buffer.from(message.MessageBody, 'base64').toString());
    for (const event of events) process.stdout.write(`${JSON.stringify(event)}\n`);
  }
  await client.batchDeleteMessage(
    queue,
    body.map(({ ReceiptHandle }) => ReceiptHandle),
  );
  left -= body.length;
}
