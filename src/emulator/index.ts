import { applySeed } from './core/apply-seed.ts';
import { realClock } from './core/clock.ts';
import { createServices } from './core/create-services.ts';
import { Faults } from './core/faults.ts';
import { type Journal, noJournal } from './core/journal.ts';
import { relaxedLimits, strictLimits } from './core/limits.ts';
import { loadState, resumePushes } from './core/load-state.ts';
import { SeedError } from './core/seed.ts';
import type { Services } from './core/services.ts';
import { stateOf } from './core/state.ts';
import { JournalFile } from './data/journal-file.ts';
import { readSeedFile } from './data/seed-file.ts';
import { type Emulator, emulatorOf } from './emulator.ts';
import { planOf } from './fault-plans.ts';
import { ControlHosts } from './http/control/control-hosts.ts';
import { Outgoing } from './http/push/outgoing.ts';
import { PushSender } from './http/push/push-sender.ts';
import { RequestLog } from './http/request-log.ts';
import type { EmulatorOptions } from './options.ts';
import { Router } from './router.ts';
import { type RunningServer, startServer } from './server.ts';
import { Steering } from './steering.ts';
import { reachableHost, urlHost } from './url-host.ts';

export type { Clock } from './core/clock.ts';
export type { RaisedEvent } from './core/event-log.ts';
export type { EventRule } from './core/event-rule.ts';
export type { EventWish } from './core/event-wish.ts';
export { EMULATOR_ACCESS_KEY, EMULATOR_ACCOUNT, EMULATOR_REGION } from './core/identity.ts';
export type { PushState } from './core/pushes.ts';
export type { RaiseRequest } from './core/raise-request.ts';
export { type Seed, SeedError } from './core/seed.ts';
export type {
  BucketState,
  EmulatorState,
  Ks3RuleState,
  MessageState,
  QueueState,
  SubscriptionState,
  TopicState,
} from './core/state.ts';
export { FolderInUseError } from './data/folder-lock.ts';
export { JournalError } from './data/journal-file.ts';
export type { Emulator } from './emulator.ts';
export { parseFaults } from './fault-plans.ts';
export type { RequestLogEntry } from './http/request-log.ts';
export type { EmulatorOptions } from './options.ts';

/**
 * Starts MNS, its rule API, OSS and KS3 on one port. Rejects with Node's `EADDRINUSE` when the port is taken, with a
 * `SeedError`, a `JournalError`, a `FolderInUseError` or (for faults) a `RangeError` when it cannot start from what it was given.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { host = '127.0.0.1', port = 0, clock = realClock, dataDirectory } = options;
  const outgoing = new Outgoing({ anywhere: options.pushAnywhere ?? false });
  const file = dataDirectory === undefined ? undefined : new JournalFile(dataDirectory);
  const journal = file ?? noJournal;
  const sender = new PushSender({ clock, outgoing, journal });
  const services = servicesOf(options, outgoing, sender, journal);
  const hosts = new ControlHosts(host, options.controlHosts ?? []);
  const requests = new RequestLog(options.requestLog);
  const steering = new Steering(services, requests, () => sender.certificate(), hosts);
  let server: RunningServer;
  try {
    const image = file?.open();
    if (image !== undefined) {
      sender.restore(image.signingKey);
      loadState(services, image);
    }
    await sow(services, options.seed);
    journal.flush();
    server = await startServer({ host, port, router: new Router(steering), now: services.judgedTimeMs });
    sender.baseUrl = `http://${reachableHost(host, options.pushAnywhere ?? false)}:${server.port}`;
    if (image !== undefined) resumePushes(services, image);
  } catch (error) {
    file?.close();
    throw error;
  }
  return {
    ...emulatorOf(steering),
    url: `http://${urlHost(host)}:${server.port}`,
    port: server.port,
    async close() {
      endTimers(services);
      outgoing.close();
      await server.close();
      file?.close();
    },
  };
}

function servicesOf(
  options: EmulatorOptions,
  outgoing: Outgoing,
  sender: PushSender,
  journal: Journal,
): Services {
  return createServices({
    clock: options.clock ?? realClock,
    limits: options.relaxed === true ? relaxedLimits : strictLimits,
    strictBuckets: options.strictBuckets ?? false,
    activationDelayMs: options.activationDelayMs ?? 0,
    restoreDelayMs: options.restoreDelayMs ?? 0,
    pushMessage: (attempt) => sender.send(attempt),
    callOut: (request) => outgoing.send(request),
    pushIntervalScale: options.pushIntervalScale ?? 1,
    random: Math.random,
    faults: new Faults(planOf(options.faults ?? '')),
    journal,
  });
}

/** Only where nothing grows yet: without a data folder, or in a fresh one. */
async function sow(services: Services, seed: EmulatorOptions['seed']): Promise<void> {
  const { queues, topics, rules, buckets } = stateOf(services);
  if (seed === undefined || [queues, topics, rules, buckets].some(({ length }) => length > 0)) return;
  if (typeof seed === 'string') await sowFile(services, seed);
  else applySeed(services, seed);
}

async function sowFile(services: Services, path: string): Promise<void> {
  try {
    applySeed(services, await readSeedFile(path));
  } catch (error) {
    if (!(error instanceof SeedError)) throw error;
    throw new SeedError(`${path}: ${error.message}`);
  }
}

/** Nothing waits any more, so that the process can end. */
function endTimers({ queues, log, pushes, restores, ks3Reports }: Services): void {
  queues.endPolls();
  log.endWaits('closed');
  pushes.end();
  restores.end();
  ks3Reports.end();
}
