import type { Problem } from './core/problem.ts';
import { raiseEvent } from './core/raise-request.ts';
import type { Services } from './core/services.ts';
import { parseFaults } from './fault-plans.ts';
import type { ControlHosts } from './http/control/control-hosts.ts';
import type { RequestLog } from './http/request-log.ts';

/** What the program that runs the emulator, and its own HTTP API, can do beside the services' calls. */
export class Steering {
  readonly services: Services;

  readonly requests: RequestLog;
  /** The certificate of pushes, in PEM. */
  readonly pushCertificate: () => Promise<string>;
  readonly hosts: ControlHosts;

  constructor(
    services: Services,
    requests: RequestLog,
    pushCertificate: () => Promise<string>,
    hosts: ControlHosts,
  ) {
    this.hosts = hosts;
    this.services = services;
    this.requests = requests;
    this.pushCertificate = pushCertificate;
  }

  /** Takes effect with the next request; returns what is wrong with the text, if anything. */
  setFaults(text: string): string | undefined {
    const plan = parseFaults(text);
    if (typeof plan === 'string') return plan;
    this.services.faults.set(plan);
    return undefined;
  }

  /** Raises an event that no client call raises; returns whether a rule matched, or why there is no such event. */
  raise(request: object): boolean | Problem {
    return raiseEvent(this.services, request);
  }

  /** Back to an empty account, without a memory of requests, and the faults of the start; polls that wait end. */
  reset(): void {
    const { queues, topics, rules, buckets, ks3Buckets, ks3Notifications } = this.services;
    const { account, clientTokens, ks3Reports, pushes, restores, log, journal, faults } = this.services;
    faults.reset();
    this.requests.clear();
    account.clear();
    clientTokens.clear();
    queues.clear();
    topics.clear();
    rules.clear();
    buckets.clear();
    ks3Buckets.clear();
    ks3Notifications.clear();
    ks3Reports.clear();
    pushes.clear();
    restores.end();
    log.clear();
    journal.record({ kind: 'reset' });
  }
}
