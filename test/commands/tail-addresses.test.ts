/** Addresses to be listened on are found taken before anything is made in the cloud. */
import { afterEach, describe, expect, it } from 'vitest';
import { startStub } from '../clients/stub-server.ts';
import { startReceiver } from '../support/receiver.ts';
import { runProgram, startProgram } from '../support/run-program.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function startCloud() {
  const cloud = await startStub(() => ({ status: 500 }));
  closing.push(cloud.close);
  return { cloud, env: { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: cloud.endpoint } };
}

async function takenPort(): Promise<string> {
  return new URL((await startReceiver()).url).port;
}

describe('an address that is taken', () => {
  it.each(['--metrics', '--health'])('of %s', async (option) => {
    const { cloud, env } = await startCloud();
    const port = await takenPort();
    expect(await runProgram(['tail', 'movies', option, port], { env })).toEqual({
      status: 1,
      stdout: '',
      stderr: `error: cannot listen on 127.0.0.1:${port}: EADDRINUSE\nhint: choose another port; port 0 picks a free one\n`,
    });
    expect(cloud.requests).toEqual([]);
  });

  it('closes what was opened before it', async () => {
    const { env } = await startCloud();
    const argv = ['tail', 'movies', '--health', '0', '--metrics', await takenPort()];
    const { status, stderr } = await runProgram(argv, { env });
    const [, url = ''] = /health at (\S+)/.exec(stderr) ?? [];
    expect([status, url]).toEqual([1, expect.stringMatching(/^http.*readyz$/)]);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('is told on the terminal where the screen was open', async () => {
    const { cloud, env } = await startCloud();
    const port = await takenPort();
    const tty = ['stdin', 'stdout', 'stderr'] as const;
    const { status, stderr } = await runProgram(['tail', 'movies', '--metrics', port], { env, tty });
    expect([status, cloud.requests]).toEqual([1, []]);
    expect(stderr).toContain(`cannot listen on 127.0.0.1:${port}: EADDRINUSE`);
  });
});

it('answers probes while the queue is still being made', async () => {
  const seen: number[] = [];
  const cloud = await startStub((_, response) => {
    const [, url = ''] = /health at (\S+)/.exec(tail.stderr.text) ?? [];
    void fetch(url)
      .then(({ status }) => seen.push(status))
      .finally(() => response.writeHead(403).end(REFUSAL));
    return undefined;
  });
  closing.push(cloud.close);
  const env = { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: cloud.endpoint };
  const tail = startProgram(['tail', 'movies', '--health', '0'], { env });
  expect(await tail.ended).toMatchObject({ status: 4 });
  expect(seen).toEqual([503]);
});

const REFUSAL = '<Error><Code>AccessDenied</Code><Message>no</Message><RequestId>1</RequestId></Error>';
