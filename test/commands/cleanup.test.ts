import { expect, it } from 'vitest';
import { createMnsClient } from '../../src/clients/mns.ts';
import { withEmulator } from '../support/emulated.ts';
import { runProgram, startProgram } from '../support/run-program.ts';

const emulator = withEmulator();

it.each([
  ['json', '[]\n'],
  ['yaml', '[]\n'],
])('as %s, what is too young to tell stands on stderr', async (format, printed) => {
  const credentials = async () => ({ accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' });
  const { url: endpoint, env } = emulator;
  const mns = createMnsClient({ endpoint, accountId: '1000000000000001', credentials });
  await mns.createTopic('movies');
  const tail = startProgram(['tail', 'movies', '-o', 'ndjson'], { env });
  await tail.stderr.until(/listening on topic movies/);
  const { status, stdout, stderr } = await runProgram(['cleanup', '-o', format], { env });
  expect([status, stdout]).toEqual([0, printed]);
  expect(stderr).toMatch(/^1 too young to tell \(its tail may be alive until \d\d:\d\d\)\n$/);
  tail.signal('SIGINT');
  await tail.ended;
});
