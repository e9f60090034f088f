import type { Receiver, ReceiverKind } from './event-rule.ts';
import { Problem } from './problem.ts';
import { SeedError } from './seed.ts';

const FORMS: Readonly<Record<ReceiverKind, string>> = {
  topic: 'topic:NAME',
  queue: 'queue:NAME',
  http: 'an http(s) URL',
};

export function receiverOf(text: string, place: string, kinds: readonly ReceiverKind[]): Receiver {
  const receiver = parsed(text);
  if (receiver !== undefined && kinds.includes(receiver.kind)) return receiver;
  const forms = kinds.map((kind) => FORMS[kind]).join(' or ');
  throw new SeedError(`${place} must be ${forms}, not "${text}"`);
}

function parsed(text: string): Receiver | undefined {
  const [, kind, value = ''] = /^(topic|queue):(.+)$/.exec(text) ?? [];
  if (kind === 'topic' || kind === 'queue') return { kind, value };
  return /^https?:\/\//i.test(text) ? { kind: 'http', value: text } : undefined;
}

export function accepted<Value>(result: Value | Problem, place: string): Value {
  if (result instanceof Problem) throw new SeedError(`${place}: ${reasonOf(result)}`);
  return result;
}

function reasonOf({ kind, subject, bounds }: Problem): string {
  if (bounds !== undefined) return `${subject} must be from ${bounds.low} to ${bounds.high}`;
  const words = kind.replaceAll('-', ' ');
  return subject === '' ? words : `${words} (${subject})`;
}
