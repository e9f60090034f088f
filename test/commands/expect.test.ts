/** What `expect` counts, what it shows of what it takes, and the cause it gives when it is not met. */
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createMnsClient, type MnsClient } from '../../src/clients/mns.ts';
import { bodyOf } from '../support/deliveries.ts';
import { withEmulator } from '../support/emulated.ts';
import { runProgram, startProgram } from '../support/run-program.ts';
import { startServiceProxy } from '../support/service-proxy.ts';

const emulator = withEmulator();
const open: (() => unknown)[] = [];
let mns: MnsClient;
let queues = 0;

beforeAll(() => {
  const credentials = async () => ({ accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' });
  mns = createMnsClient({ endpoint: emulator.url, accountId: '1000000000000001', credentials });
});
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

async function queueOf(...bodies: string[]): Promise<string> {
  queues += 1;
  const queue = `expected-${queues}`;
  await mns.createQueue(queue);
  for (const body of bodies) await mns.send(queue, body);
  return queue;
}

const leftIn = async (queue: string) => {
  const { activeMessages = 0, inactiveMessages = 0 } = await mns.queueAttributes(queue);
  return activeMessages + inactiveMessages;
};
const expectation = (queue: string, ...argv: string[]) =>
  runProgram(['expect', '--queue', queue, '-q', ...argv], { env: emulator.env });

describe('expect', () => {
  it('counts an event that is delivered twice once, and says so', async () => {
    const queue = await queueOf(bodyOf({ key: 'a' }), bodyOf({ key: 'a' }));
    expect(await expectation(queue, '-n', '2', '--timeout', '1s')).toEqual({
      status: 7,
      stdout: '',
      stderr:
        'error: 1 of 2 expected events came in time\nhint: 2 messages came; 1 event came again, and counted once\n',
    });
    const different = await queueOf(bodyOf({ key: 'a' }), bodyOf({ key: 'a' }), bodyOf({ key: 'b' }));
    expect(await expectation(different, '-n', '2')).toMatchObject({ status: 0 });
  });

  it('shows on stderr what it takes and cannot decode, and gives that as the cause', async () => {
    const queue = await queueOf('hello', bodyOf({ key: 'b' }));
    const { status, stderr } = await expectation(queue, '--key', 'a', '--timeout', '1s', '--utc');
    expect(status).toBe(7);
    expect(stderr.split('\n')).toEqual([
      expect.stringMatching(/^\S+ \S+Z {2}undecodable {2}.*: hello$/),
      'error: 0 of 1 expected event came in time',
      'hint: 2 messages came; 1 could not be decoded; 1 did not match: compare --event and --key with ossnotify tail',
      '',
    ]);
    expect(await leftIn(queue)).toBe(0);
  });

  it('shows it on stdout where there is an output', async () => {
    const queue = await queueOf('hello', bodyOf({ key: 'a' }));
    const { status, stdout, stderr } = await expectation(queue, '-o', 'raw');
    expect({ status, lines: stdout.split('\n'), stderr }).toEqual({
      status: 0,
      lines: ['hello', bodyOf({ key: 'a' }), ''],
      stderr: '',
    });
  });

  it('warns of deletions without naming an option that it does not have', async () => {
    const queue = await queueOf(bodyOf({ key: 'a' }));
    const { stderr } = await runProgram(['expect', '--queue', queue], { env: emulator.env });
    expect(stderr).toBe(
      `warning: messages of queue ${queue} are deleted once handled, filtered-out ones too\nlistening on queue ${queue}\n`,
    );
  });

  it('takes a message of several events as a whole, so that the next one sees it no more', async () => {
    const queue = await queueOf(bodyOf({ key: 'a' }, { key: 'b' }, { key: 'c' }));
    const argv = ['--key', '[ab]', '--timeout', '1s'];
    expect(await expectation(queue, ...argv)).toMatchObject({ status: 0 });
    expect(await leftIn(queue)).toBe(0);
    expect(await expectation(queue, ...argv)).toMatchObject({ status: 7 });
  });

  it('says that the link was lost, and what may have stayed behind', async () => {
    await mns.createTopic('gone');
    const proxy = await startServiceProxy(emulator.url);
    open.push(proxy.close);
    const env = { ...emulator.env, OSSNOTIFY_ENDPOINT: proxy.url };
    const program = startProgram(['expect', 'gone', '--timeout', '1s'], { env });
    await program.stderr.until(/listening on topic gone/);
    proxy.close();
    const { status, stderr } = await program.ended;
    expect(status).toBe(7);
    expect(stderr).toContain(
      'hint: the link was lost and not back in time: ossnotify doctor finds the cause\n',
    );
    expect(stderr).toMatch(/\nwarning: queue ossnotify-tail-\w+ and its subscription to topic gone may have/);
  });

  it.each([
    ['was never polled', ['--queue', 'any']],
    ['was never opened', ['slow']],
  ])('says that it never listened where what it reads %s in time', async (_, source) => {
    await mns.createTopic('slow');
    const faults = (spec: string) => fetch(`${emulator.url}/_emulator/faults`, { method: 'PUT', body: spec });
    open.push(() => faults(''));
    await faults('latency=300ms');
    const argv = ['expect', ...source, '--timeout', '100ms', '-q'];
    const { status, stderr } = await runProgram(argv, { env: emulator.env });
    expect(status).toBe(7);
    expect(stderr).toContain('hint: the time was over before the service had answered: give it a longer');
  });
});
