import { expect, it } from 'vitest';
import { createMnsClient } from '../../src/clients/mns.ts';
import { TEMPORARY_NAME_PREFIX } from '../../src/sources/temporary-subscription.ts';
import { withEmulator } from '../support/emulated.ts';
import { runProgram, startProgram } from '../support/run-program.ts';

const emulator = withEmulator();

/** For the emulator that this file shares. */
function connect() {
  const credentials = async () => ({ accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' });
  return createMnsClient({ endpoint: emulator.url, accountId: '1000000000000001', credentials });
}

it('names what the service refuses to remove, and removes it when it is asked again', async () => {
  const { url, env } = emulator;
  const faults = (spec: string) => fetch(`${url}/_emulator/faults`, { method: 'PUT', body: spec });
  const mns = connect();
  await mns.createTopic('photos');
  const names = ['1', '2'].map((nth) => `${TEMPORARY_NAME_PREFIX}${nth}`);
  for (const name of names)
    await mns.subscribe('photos', name, { endpoint: 'http://192.0.2.1/', format: 'SIMPLIFIED' });
  await faults('403.Unsubscribe=1');
  const refused = await runProgram(['cleanup', '--yes', '-o', 'json'], { env });
  expect([refused.status, JSON.parse(refused.stdout)]).toMatchObject([4, names.map((queue) => ({ queue }))]);
  const [told, failure] = refused.stderr.trimEnd().split('\n');
  expect(told).toBe('0 removed');
  expect(JSON.parse(failure ?? '').error).toMatchObject({
    code: 'AccessDenied',
    message: expect.stringMatching(`^not removed: ${names.join(', ')}: `),
    requestId: expect.any(String),
  });
  await faults('');
  const removed = await runProgram(['cleanup', '--yes'], { env });
  expect([removed.status, removed.stderr]).toEqual([0, '2 removed\n']);
  expect(await mns.listSubscriptions('photos')).toEqual([]);
  await mns.close();
});

it.each([
  ['json', '[]\n'],
  ['yaml', '[]\n'],
])('as %s, what is too young to tell stands on stderr', async (format, printed) => {
  const { env } = emulator;
  await connect().createTopic('movies');
  const tail = startProgram(['tail', 'movies', '-o', 'ndjson'], { env });
  await tail.stderr.until(/listening on topic movies/);
  const { status, stdout, stderr } = await runProgram(['cleanup', '-o', format], { env });
  expect([status, stdout]).toEqual([0, printed]);
  expect(stderr).toMatch(/^1 too young to tell \(its tail may be alive until \d\d:\d\d\)\n$/);
  tail.signal('SIGINT');
  await tail.ended;
});
