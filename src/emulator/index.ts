import { type Clock, realClock } from './core/clock.ts';
import { relaxedLimits, strictLimits } from './core/limits.ts';
import { createServices } from './core/services.ts';
import { Router } from './router.ts';
import { startServer } from './server.ts';

export type { Clock } from './core/clock.ts';
export { EMULATOR_ACCESS_KEY, EMULATOR_ACCOUNT, EMULATOR_REGION } from './core/identity.ts';

export interface EmulatorOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: a free one. */
  readonly port?: number;
  /** Default: real time. */
  readonly clock?: Clock;
  /** Buckets exist only from PutBucket; by default the first rule or write that names one makes it. */
  readonly strictBuckets?: boolean;
  /** Milliseconds from the creation of a rule until it raises events; default 0. */
  readonly activationDelayMs?: number;
  /** Milliseconds from the request to restore an archived object until it can be read; default 0. */
  readonly restoreDelayMs?: number;
  /** Keeps the defaults of the service and lifts its limits. */
  readonly relaxed?: boolean;
}

export interface Emulator {
  /** Base URL of every service, such as `http://127.0.0.1:4586`. */
  readonly url: string;
  readonly port: number;
  /** Ends waiting polls at once, and all connections with them. */
  close(): Promise<void>;
}

/** Starts MNS, its rule API and OSS on one port. Rejects with Node's `EADDRINUSE` when the port is taken. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = '127.0.0.1', port = 0, clock = realClock } = options;
  const services = createServices({
    clock,
    limits: options.relaxed === true ? relaxedLimits : strictLimits,
    strictBuckets: options.strictBuckets ?? false,
    activationDelayMs: options.activationDelayMs ?? 0,
    restoreDelayMs: options.restoreDelayMs ?? 0,
    push: () => undefined,
  });
  const server = await startServer({ host, port, router: new Router(services) });
  return {
    url: `http://${host}:${server.port}`,
    port: server.port,
    close() {
      services.queues.endPolls();
      return server.close();
    },
  };
}
