import type { Clock } from './core/clock.ts';
import type { Seed } from './core/seed.ts';
import type { RequestLogEntry } from './http/request-log.ts';

export interface EmulatorOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: a free one. */
  readonly port?: number;
  /** Default: real time. */
  readonly clock?: Clock;
  /** Keeps the defaults of the service and lifts its limits. */
  readonly relaxed?: boolean;
  /** Buckets exist only from PutBucket; by default the first rule or write that names one makes it. */
  readonly strictBuckets?: boolean;
  /** Milliseconds from the creation of a rule until it raises events; default 0. */
  readonly activationDelayMs?: number;
  /** Milliseconds from the request to restore an archived object until it can be read; default 0. */
  readonly restoreDelayMs?: number;
  /** Push to endpoints on other machines too; by default only to this one's loopback addresses. */
  readonly pushAnywhere?: boolean;
  /** Names, beside loopback ones and `host`, under which the emulator's own API and page answer. */
  readonly controlHosts?: readonly string[];
  /** A folder in which the state survives the end of the process; made when it is not there. */
  readonly dataDirectory?: string;
  /** A state to start from, unless the data folder holds one already: as a value, or the path of a YAML or JSON file. */
  readonly seed?: Seed | string;
  /** Faults to be made, such as `error=0.2,drop=0.05,dup=0.05,seed=7`; see `parseFaults`. */
  readonly faults?: string;
  /** Called with every request and its answer. */
  readonly requestLog?: (entry: RequestLogEntry) => void;
  /** Multiplies the intervals between the attempts of a push; default 1. */
  readonly pushIntervalScale?: number;
}
