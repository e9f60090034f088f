import crypto from 'node:crypto';

export interface UserProperty {
  readonly name: string;
  readonly value: string;
  readonly type: string;
}

export interface NewMessage {
  readonly body: string;
  readonly delaySeconds?: number | undefined;
  /** 1 to 16; the smaller, the sooner. */
  readonly priority?: number | undefined;
  readonly userProperties?: readonly UserProperty[] | undefined;
}

export type MessageState = 'delayed' | 'active' | 'inactive' | 'gone';

/** A message and its place in its queue's structures; only the queue changes it. */
export interface Message {
  readonly id: string;
  readonly body: string;
  readonly bodyMd5: string;
  readonly priority: number;
  readonly userProperties: readonly UserProperty[] | undefined;
  readonly enqueuedAtMs: number;
  state: MessageState;
  /** 0 until the first receive. */
  firstDequeuedAtMs: number;
  dequeueCount: number;
  visibleAtMs: number;
  receipt: string | undefined;
  hiddenSlot: number;
}

/** Upper-case hex, as the service writes it into bodies. In one call where Node has one: every message needs it. */
export const md5Of = (text: string): string =>
  (typeof crypto.hash === 'function'
    ? crypto.hash('md5', text, 'hex')
    : crypto.createHash('md5').update(text, 'utf8').digest('hex')
  ).toUpperCase();
