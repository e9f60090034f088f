import { afterEach, describe, expect, it } from 'vitest';
import { type HealthSink, openHealth } from '../../src/sinks/health.ts';
import { runProgram } from '../support/run-program.ts';

const open: HealthSink[] = [];
afterEach(async () => {
  for (const health of open.splice(0)) await health.close();
});

async function start() {
  const health = await openHealth({ host: '127.0.0.1', port: 0 });
  open.push(health);
  return {
    health,
    statusOf: async (path: string) => (await fetch(`http://127.0.0.1:${health.port}${path}`)).status,
  };
}

describe('health', () => {
  it('is alive from the start, and ready from the first good poll on, while no link is lost', async () => {
    const { health, statusOf } = await start();
    expect([await statusOf('/livez'), await statusOf('/readyz')]).toEqual([200, 503]);
    health.notice?.({ kind: 'notice', link: 'ready', atMs: 0, source: 'a' });
    expect(await statusOf('/readyz?verbose')).toBe(200);
    health.notice?.({ kind: 'notice', link: 'lost', atMs: 0, source: 'b' });
    expect([await statusOf('/livez'), await statusOf('/readyz')]).toEqual([200, 503]);
    // No news of the link itself.
    health.notice?.({ kind: 'notice', link: 'deletions', atMs: 0, source: 'b' });
    expect(await statusOf('/readyz')).toBe(503);
    health.notice?.({ kind: 'notice', link: 'back', atMs: 0, source: 'b' });
    expect(await statusOf('/readyz')).toBe(200);
    expect(await statusOf('/')).toBe(404);
  });

  it('names a port that is taken', async () => {
    const { health } = await start();
    const argv = ['tail', '--queue', 'q', '--health', String(health.port), '--profile', 'emulator'];
    const { status, stderr } = await runProgram(argv);
    expect(status).toBe(1);
    expect(stderr).toContain(`cannot listen on 127.0.0.1:${health.port}: EADDRINUSE`);
  });

  it.each(['a', '1:', '99999', ':80'])('refuses %s', async (address) => {
    expect((await runProgram(['tail', '--queue', 'q', '--health', address])).status).toBe(2);
  });
});
