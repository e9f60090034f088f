/** What the emulator's own API lists, by the names of its pages; apart, so that naming them loads no HTTP client. */
export const INSPECTABLE = [
  'queues',
  'topics',
  'subscriptions',
  'rules',
  'ks3-rules',
  'buckets',
  'pushes',
  'events',
] as const;

export type Inspectable = (typeof INSPECTABLE)[number];
