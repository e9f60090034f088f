import type { Change } from './journal.ts';
import type { Ks3Report } from './ks3-notification.ts';
import { type Ks3Push, ks3PushKey } from './ks3-push.ts';
import type { FailedDelivery } from './ks3-reports.ts';
import { type MessagePush, messagePushKey } from './message-push.ts';
import type { PushProgress } from './pushes.ts';

export type PushChange = Extract<Change, { kind: `${string}push${string}` | `ks3-failure${string}` }>;

export interface KeptFailure {
  readonly report: Ks3Report;
  readonly failure: FailedDelivery;
}

/** Deliveries to URLs that are not over, and those that failed and are not reported yet. */
export class PushImage {
  readonly #messages = new Map<string, MessagePush>();
  readonly #ks3 = new Map<string, Ks3Push>();
  readonly #progress = new Map<string, PushProgress>();
  #failures: KeptFailure[] = [];

  get failures(): readonly KeptFailure[] {
    return this.#failures;
  }

  messages(): { readonly push: MessagePush; readonly progress: PushProgress | undefined }[] {
    return [...this.#messages].map(([key, push]) => ({ push, progress: this.#progress.get(key) }));
  }

  ks3(): { readonly push: Ks3Push; readonly progress: PushProgress | undefined }[] {
    return [...this.#ks3].map(([key, push]) => ({ push, progress: this.#progress.get(key) }));
  }

  apply(change: PushChange): void {
    switch (change.kind) {
      case 'push':
        this.#messages.set(
          messagePushKey(change.push.publication.id, change.push.subscription.name),
          change.push,
        );
        return;
      case 'ks3-push':
        this.#ks3.set(ks3PushKey(change.push), change.push);
        return;
      case 'push-waits':
        this.#progress.set(change.push, change.progress);
        return;
      case 'push-over':
        this.#forget(messagePushKey(change.id, change.subscription));
        return;
      case 'ks3-push-over':
        this.#forget(change.push);
        return;
      case 'ks3-failure':
        this.#failures.push({ report: change.report, failure: change.failure });
        return;
      case 'ks3-failures-written':
        this.#failures = [];
    }
  }

  *changes(): Generator<Change> {
    for (const push of this.#messages.values()) yield { kind: 'push', push };
    for (const push of this.#ks3.values()) yield { kind: 'ks3-push', push };
    for (const [push, progress] of this.#progress) yield { kind: 'push-waits', push, progress };
    for (const kept of this.#failures) yield { kind: 'ks3-failure', ...kept };
  }

  clear(): void {
    for (const part of [this.#messages, this.#ks3, this.#progress]) part.clear();
    this.#failures = [];
  }

  #forget(key: string): void {
    for (const part of [this.#messages, this.#ks3, this.#progress]) part.delete(key);
  }
}
