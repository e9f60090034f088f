/** A message that was handled and cannot be deleted comes again, which must not pass in silence. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMnsClient, type MnsClient } from '../../src/clients/mns.ts';
import { bodyOf } from '../support/deliveries.ts';
import { withEmulator } from '../support/emulated.ts';
import { runProgram, startProgram } from '../support/run-program.ts';

const emulator = withEmulator();
let mns: MnsClient;
let queues = 0;

beforeAll(() => {
  const credentials = async () => ({ accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' });
  mns = createMnsClient({ endpoint: emulator.url, accountId: '1000000000000001', credentials });
});

const faults = (spec: string) => fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: spec });
const NO_DELETION = '500.DeleteMessage=1';
afterEach(async () => void (await faults('')));

async function queueOf(...keys: string[]): Promise<string> {
  queues += 1;
  const queue = `undeleted-${queues}`;
  await mns.createQueue(queue);
  await mns.sendBatch(
    queue,
    keys.map((key) => ({ body: bodyOf({ key }) })),
  );
  return queue;
}

const argvOf = (queue: string) => ['tail', '--queue', queue, '-o', 'template={key}', '--wait-seconds', '1'];
const ossnotify = (...argv: string[]) => runProgram(argv, { env: emulator.env });
const REASON = 'InternalError: Interal error.';
const AGAIN = 'whoever reads the queue next gets them once more';

describe('messages that were handled and are not deleted', () => {
  it.each([
    ['-n', '2'],
    ['--idle-timeout', '100ms'],
  ])('make the end by %s a failure', async (...end) => {
    const queue = await queueOf('a', 'b');
    await faults(NO_DELETION);
    const { status, stdout, stderr } = await ossnotify(...argvOf(queue), '-q', ...end);
    expect({ status, stdout: stdout.split('\n').sort(), stderr }).toEqual({
      status: 1,
      stdout: ['', 'a', 'b'],
      stderr: `error: 2 handled messages of queue ${queue} could not be deleted: ${REASON}\nhint: ${AGAIN}\n`,
    });
  });

  it('are told of also where the time was over first, or a signal was the end', async () => {
    const warning = (queue: string) =>
      `warning: 1 handled message of queue ${queue} could not be deleted: ${REASON}; ${AGAIN}\n`;
    await faults(NO_DELETION);
    const late = await queueOf('a');
    const short = await ossnotify(...argvOf(late), '-q', '-n', '2', '--timeout', '500ms');
    expect(short).toMatchObject({ status: 7 });
    expect(short.stderr).toContain(warning(late));
    const stopped = await queueOf('a');
    const program = startProgram([...argvOf(stopped), '-q'], { env: emulator.env });
    await program.stdout.until(/a/);
    program.signal('SIGINT');
    expect(await program.ended).toEqual({ status: 130, stdout: 'a\n', stderr: warning(stopped) });
  });

  it('are told of while the tail runs, and do not trouble its end when they are gone by then', async () => {
    const queue = await queueOf('a');
    await faults(NO_DELETION);
    const program = startProgram(argvOf(queue), { env: emulator.env });
    await program.stderr.until(/cannot be deleted once handled, and come again/);
    await faults('');
    await program.stderr.until(/are deleted again; from/);
    program.signal('SIGTERM');
    const { status, stderr } = await program.ended;
    expect(status).toBe(143);
    expect(stderr.match(/cannot be deleted/g)).toHaveLength(1);
    expect(stderr).not.toContain('could not be deleted');
  });

  it('leave the exit code of expect to the events, and are told of', async () => {
    const queue = await queueOf('a');
    await faults(NO_DELETION);
    const { status, stderr } = await ossnotify('expect', '--queue', queue, '--timeout', '5s', '-q');
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: `warning: 1 handled message of queue ${queue} could not be deleted: ${REASON}; ${AGAIN}\n`,
    });
  });
});
