import { expect, test } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import { mnsSdk } from '../contract/sdk.ts';
import { ManualClock } from './support/manual-clock.ts';

test('a port in use is refused with the code of the system', async () => {
  const emulator = await startEmulator();
  await expect(startEmulator({ port: emulator.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  await emulator.close();
});

test('closing ends waiting polls though no time passes, kept-alive connections included', async () => {
  const emulator = await startEmulator({ clock: new ManualClock() });
  const mns = mnsSdk(emulator);
  await mns.createQueue('q');
  const poll = mns.receiveMessage('q', 30).catch((error: Error) => error.name);
  await mns.getQueueAttributes('q');
  await emulator.close();
  expect(await poll).toBe('MNSMessageNotExistError');
});

test('two emulators share nothing', async () => {
  const [one, other] = await Promise.all([startEmulator(), startEmulator()]);
  await mnsSdk(one).createQueue('mine');
  await expect(mnsSdk(other).getQueueAttributes('mine')).rejects.toMatchObject({
    name: 'MNSQueueNotExistError',
  });
  await Promise.all([one.close(), other.close()]);
});
