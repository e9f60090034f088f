import { expect, test } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import { mnsSdk } from '../contract/sdk.ts';

test('a port in use is refused with the code of the system', async () => {
  const emulator = await startEmulator();
  await expect(startEmulator({ port: emulator.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await emulator.close();
});

test('closing ends waiting polls at once, kept-alive connections included', async () => {
  const emulator = await startEmulator();
  const mns = mnsSdk(emulator);
  await mns.createQueue('q');
  const poll = mns.receiveMessage('q', 30).catch((error: Error) => error.name);
  await mns.getQueueAttributes('q');
  const startedAt = performance.now();
  await emulator.close();
  expect(await poll).toBe('MNSMessageNotExistError');
  expect(performance.now() - startedAt).toBeLessThan(2000);
});

test('two emulators share nothing', async () => {
  const [one, other] = await Promise.all([startEmulator(), startEmulator()]);
  await mnsSdk(one).createQueue('mine');
  await expect(mnsSdk(other).getQueueAttributes('mine')).rejects.toMatchObject({
    name: 'MNSQueueNotExistError',
  });
  await Promise.all([one.close(), other.close()]);
});
