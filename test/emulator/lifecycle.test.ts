import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { startEmulator } from '../../src/emulator/index.ts';
import { mnsSdk } from '../contract/sdk.ts';
import { send } from './support/http.ts';
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

test('closing tells who waits for an event that it was closed', async () => {
  const emulator = await startEmulator();
  const waiting = emulator.waitFor({ key: 'never' }, 60_000);
  const refusal = expect(waiting).rejects.toThrow(
    'the emulator was closed while waiting for an event {"key":"never"}',
  );
  await emulator.close();
  await refusal;
});

test('a reset ends what waits for an event, so that none of the next test answers it', async () => {
  const clock = new ManualClock();
  const emulator = await startEmulator({ clock });
  const wanted = { type: 'ObjectReplication:ObjectCreated', bucket: 'bucket1', key: 'k' };
  const refusal = expect(emulator.waitFor({ key: 'k' }, 60_000)).rejects.toThrow(
    'the emulator was reset while waiting for an event {"key":"k"}',
  );
  const asked = send(emulator.url, { method: 'GET', path: '/_emulator/wait?key=k&seconds=60' });
  while (clock.pending < 2) await new Promise((resolve) => setImmediate(resolve));
  emulator.reset();
  await refusal;
  const { status, body } = await asked;
  expect([status, JSON.parse(body).error.code]).toEqual([409, 'EmulatorReset']);
  emulator.raise(wanted);
  expect(await emulator.waitFor({ key: 'k' })).toMatchObject(wanted);
  await emulator.close();
});

test('clients that sign by real time work at another time of the emulator, with a skew', async () => {
  const clock = new ManualClock();
  const emulator = await startEmulator({ clock });
  const mns = mnsSdk(emulator);
  clock.advance(24 * 60 * 60_000);
  await expect(mns.createQueue('q')).rejects.toMatchObject({ name: 'MNSTimeExpiredError' });
  emulator.setFaults('skew=-24h');
  expect((await mns.createQueue('q')).code).toBe(201);
  await emulator.close();
});

test('answers are dated by the clock that requests are judged by', async () => {
  const clock = new ManualClock(Date.UTC(2026, 0, 2, 3, 4, 5, 600));
  const emulator = await startEmulator({ clock });
  const dateOf = async () => (await send(emulator.url, { method: 'GET', path: '/' })).headers['date'];
  expect(await dateOf()).toBe('Fri, 02 Jan 2026 03:04:05 GMT');
  clock.advance(400);
  expect(await dateOf()).toBe('Fri, 02 Jan 2026 03:04:06 GMT');
  emulator.setFaults('skew=20m');
  expect(await dateOf()).toBe('Fri, 02 Jan 2026 03:24:06 GMT');
  await emulator.close();
});

/** The machine may have no IPv6. */
const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

test.runIf(hasIpv6)('an address of IPv6 stands in brackets', async () => {
  const emulator = await startEmulator({ host: '::1' });
  expect(emulator.url).toBe(`http://[::1]:${emulator.port}`);
  await mnsSdk(emulator).createQueue('q');
  await emulator.close();
});

test('two emulators share nothing', async () => {
  const [one, other] = await Promise.all([startEmulator(), startEmulator()]);
  await mnsSdk(one).createQueue('mine');
  await expect(mnsSdk(other).getQueueAttributes('mine')).rejects.toMatchObject({
    name: 'MNSQueueNotExistError',
  });
  await Promise.all([one.close(), other.close()]);
});
