import { type RaiseRequest, raiseEvent } from './core/raise-request.ts';
import type { Services } from './core/services.ts';

/** What the program that runs the emulator, and its own HTTP API, can do beside the services' calls. */
export class Steering {
  readonly services: Services;

  /** The certificate of pushes, in PEM. */
  readonly pushCertificate: () => Promise<string>;

  constructor(services: Services, pushCertificate: () => Promise<string>) {
    this.services = services;
    this.pushCertificate = pushCertificate;
  }

  /** Raises an event that no client call raises; returns whether a rule matched. */
  raise(request: RaiseRequest): boolean {
    return raiseEvent(this.services, request);
  }

  /** Back to an empty account; polls that wait end. */
  reset(): void {
    const { queues, topics, rules, buckets, ks3Buckets, ks3Notifications, ks3Reports, pushes, log } =
      this.services;
    queues.clear();
    topics.clear();
    rules.clear();
    buckets.clear();
    ks3Buckets.clear();
    ks3Notifications.clear();
    ks3Reports.clear();
    pushes.clear();
    log.clear();
  }
}
