import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import { type ChildEmulator, startChildEmulator } from './support/child-emulator.ts';
import { send } from './support/http.ts';
import { sendKs3 } from './support/ks3-wire.ts';
import { sendMns } from './support/mns-wire.ts';
import { sendOss } from './support/oss-wire.ts';

let directory: string;
let child: ChildEmulator | undefined;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'ossnotify-full-'));
});
afterEach(() => {
  child?.process.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

const sendMessage = (url: string, text: string) => {
  const body = `<Message><MessageBody>${text}</MessageBody></Message>`;
  return sendMns(url, { method: 'POST', path: '/queues/q/messages', body });
};

test('on a full disk nothing is acknowledged, and nothing that was is lost', async () => {
  child = await startChildEmulator(directory, 'ulimit -f 40');
  const { url, died } = child;
  await sendMns(url, { method: 'PUT', path: '/queues/q' });
  const acknowledged: string[] = [];
  const refused: string[] = [];
  for (let at = 0; at < 45; at += 1) {
    const text = `${at} ${'x'.repeat(1024)}`;
    const { status, body } = await sendMessage(url, text);
    if (status === 201) acknowledged.push(text);
    else refused.push(`${status} ${/<Code>(.*)<\/Code>/.exec(body)?.[1]}`);
  }
  expect(acknowledged.length).toBeGreaterThan(5);
  expect(new Set(refused)).toEqual(new Set(['500 InternalError']));
  const put = { method: 'PUT', path: '/bucket1/k', body: 'x' };
  expect(await sendOss(url, put)).toMatchObject({
    status: 500,
    body: expect.stringMatching('InternalError'),
  });
  expect(await sendKs3(url, 'bucket1', { ...put, path: '/k' })).toMatchObject({
    status: 500,
    body: expect.stringMatching('InternalError'),
  });
  const looks = ['/health', '/queues', '/buckets'].map((path) =>
    send(url, { method: 'GET', path: `/_emulator${path}` }),
  );
  const [health, queues, buckets] = await Promise.all(looks);
  expect(health).toMatchObject({ status: 503, body: expect.stringMatching('takes nothing: EFBIG') });
  // The one at which the disk was found full; what followed was not carried out.
  expect(JSON.parse(queues?.body ?? '')).toMatchObject([{ sent: acknowledged.length + 1 }]);
  expect(buckets?.body).toBe('[]\n');
  child.process.kill('SIGKILL');
  await died;
  const again = await startEmulator({ dataDirectory: directory });
  expect(again.messages('q').map(({ body }) => body)).toEqual(acknowledged);
  await again.close();
});
