import type { Endpoint } from './endpoint.ts';

export const NOTIFY_STRATEGIES = ['BACKOFF_RETRY', 'EXPONENTIAL_DECAY_RETRY'] as const;
export type NotifyStrategy = (typeof NOTIFY_STRATEGIES)[number];

export const CONTENT_FORMATS = ['XML', 'JSON', 'SIMPLIFIED'] as const;
export type ContentFormat = (typeof CONTENT_FORMATS)[number];

export interface SubscriptionAttributes {
  /** As given by the subscriber. */
  readonly endpointText: string;
  readonly endpoint: Endpoint;
  readonly filterTag?: string;
  readonly strategy: NotifyStrategy;
  readonly format: ContentFormat;
}

export interface Subscription extends SubscriptionAttributes {
  readonly name: string;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
}

export const sameSubscription = (one: SubscriptionAttributes, other: SubscriptionAttributes): boolean =>
  one.endpointText === other.endpointText &&
  one.filterTag === other.filterTag &&
  one.strategy === other.strategy &&
  one.format === other.format;

/** Without a filter everything passes; with one, only messages of exactly that tag. */
export const accepts = ({ filterTag }: Subscription, tag: string | undefined): boolean =>
  filterTag === undefined || filterTag === tag;
