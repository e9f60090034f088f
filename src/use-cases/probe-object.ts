import type { Ks3Objects } from '../clients/ks3-objects.ts';
import type { OssClient } from '../clients/oss.ts';
import type { Probe } from '../domain/probe.ts';
import { Failure } from '../errors.ts';

/** One bucket, as far as a probe touches it. */
export interface ProbeStore {
  /** Gives what the service says of the event: `Ok`, a failure, or nothing when no rule matched. */
  put(key: string): Promise<string | undefined>;
  remove(key: string): Promise<string | undefined>;
}

const BODY = Buffer.from('written by ossnotify to see whether a rule is active; may be deleted\n');

export function ossProbeStore(oss: OssClient, bucket: string): ProbeStore {
  return {
    put: async (key) => (await oss.putObject(bucket, key, BODY, { contentType: 'text/plain' })).eventStatus,
    remove: async (key) => (await oss.deleteObject(bucket, key)).eventStatus,
  };
}

export function ks3ProbeStore(ks3: Ks3Objects, bucket: string): ProbeStore {
  return {
    put: async (key) => (await ks3.putObject(bucket, key, BODY)).eventStatus,
    remove: async (key) => (await ks3.deleteObject(bucket, key)).eventStatus,
  };
}

type RealProbe = Exclude<Probe, { kind: 'impossible' }>;

/** Puts the object and removes it again, whatever happens between; gives the status of the event that counts. */
export async function probeOnce(probe: RealProbe, store: ProbeStore): Promise<string | undefined> {
  let status: string | undefined;
  let removed: string | undefined;
  try {
    status = await store.put(probe.key);
  } finally {
    removed = await store.remove(probe.key);
  }
  return probe.kind === 'put' ? status : removed;
}

/** @throws {Failure} when the probe cannot be made. */
export function requireProbe(probe: Probe): RealProbe {
  if (probe.kind === 'impossible') {
    throw new Failure('usage', 'cannot-probe', probe.reason, {
      hint: 'raise such an event yourself, and tail the rule: ossnotify tail --rule NAME',
    });
  }
  return probe;
}
