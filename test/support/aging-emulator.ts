import { createMnsClient, type MnsClient } from '../../src/clients/mns.ts';
import { type Emulator, startEmulator } from '../../src/emulator/index.ts';
import { type Outcome, type ProgramOptions, runProgram } from './run-program.ts';

const EIGHT_MINUTES_MS = 8 * 60_000;

/** An emulator with the topic `movies`, fed by the bucket `demo`, where what a tail leaves behind can grow old at once. */
export interface AgingEmulator {
  readonly emulator: Emulator;
  readonly mns: MnsClient;
  readonly env: Record<string, string>;
  /** Temporary queues, and subscriptions of the topic, that are there. */
  leftovers(): Promise<{ readonly queues: string[]; readonly subscriptions: string[] }>;
  /** What `cleanup` prints: at once, and a quarter of an hour later. */
  cleanUp(): Promise<{ readonly soon: string; readonly late: string }>;
  /** `cleanup --yes` a quarter of an hour later. */
  cleanUpLate(options: ProgramOptions): Promise<Outcome>;
  close(): Promise<void>;
}

/** Its clock is behind until the clean-up, whose own is ahead: less than a signature allows, together enough. */
export async function startAgingEmulator(): Promise<AgingEmulator> {
  let behindMs = EIGHT_MINUTES_MS;
  const setTimer = (ms: number, fire: () => void) => {
    const timer = setTimeout(fire, ms);
    return () => clearTimeout(timer);
  };
  const emulator = await startEmulator({ clock: { now: () => Date.now() - behindMs, setTimer } });
  const env = { OSSNOTIFY_PROFILE: 'emulator', OSSNOTIFY_ENDPOINT: emulator.url };
  const credentials = async () => ({ accessKeyId: 'emulator', accessKeySecret: 'emulator-secret' });
  const mns = createMnsClient({ endpoint: emulator.url, accountId: '1000000000000001', credentials });
  const rule = ['--bucket', 'demo', '--event', 'ObjectCreated:*', '--to', 'topic:movies'];
  await runProgram(['rule', 'create', 'movies', ...rule], { env });
  const clean = async (aheadMs: number) => {
    const system = { now: () => Date.now() + aheadMs };
    return (await runProgram(['cleanup', '--yes'], { env, system })).stdout;
  };
  return {
    emulator,
    mns,
    env,
    async leftovers() {
      const names = await mns.listSubscriptions('movies').catch(() => []);
      const subscriptions = names.filter((name) => name.startsWith('ossnotify-tail-'));
      return { queues: await mns.listQueues('ossnotify-tail-'), subscriptions };
    },
    async cleanUp() {
      behindMs = 0;
      const [soon, late] = [await clean(0), await clean(EIGHT_MINUTES_MS)];
      behindMs = EIGHT_MINUTES_MS;
      return { soon, late };
    },
    async cleanUpLate({ system, ...options }) {
      behindMs = 0;
      const late = { now: () => Date.now() + EIGHT_MINUTES_MS, ...system };
      const outcome = await runProgram(['cleanup', '--yes'], { env, ...options, system: late });
      behindMs = EIGHT_MINUTES_MS;
      return outcome;
    },
    async close() {
      await mns.close();
      await emulator.close();
    },
  };
}
