import { parseEndpoint } from './endpoint.ts';
import type { Limits } from './limits.ts';
import { nameProblem } from './names.ts';
import { Problem } from './problem.ts';
import type { Queues } from './queues.ts';
import type { ContentFormat, NotifyStrategy, Subscription } from './subscription.ts';
import type { Topic } from './topic.ts';

export interface SubscriptionRequest {
  readonly endpointText: string;
  readonly filterTag?: string;
  readonly strategy?: NotifyStrategy;
  readonly format?: ContentFormat;
}

interface Circumstances {
  readonly queues: Queues;
  readonly limits: Limits;
  readonly nowMs: number;
}

/** The subscription that a request asks for, what it does not say filled in. */
export function newSubscription(
  topic: Topic,
  name: string,
  request: SubscriptionRequest,
  { queues, limits, nowMs }: Circumstances,
): Subscription | Problem {
  const endpoint = parseEndpoint(request.endpointText);
  if (endpoint === undefined) return new Problem('endpoint-invalid', request.endpointText);
  const longest = limits.subscriptionNameLength;
  const problem =
    nameProblem(name, {
      longest,
      invalid: 'subscription-name-invalid',
      length: 'subscription-name-length',
    }) ?? tagProblem('FilterTag', request.filterTag, limits);
  if (problem !== undefined) return problem;
  // The service refuses a queue whose messages may be shorter than the topic's.
  const queue = endpoint.kind === 'queue' ? queues.find(endpoint.queue) : undefined;
  if (queue !== undefined && queue.attributes.maximumMessageBytes < topic.attributes.maximumMessageBytes)
    return new Problem('endpoint-invalid', request.endpointText);
  return {
    strategy: 'BACKOFF_RETRY',
    format: 'XML',
    ...request,
    name,
    endpoint,
    createdAtMs: nowMs,
    modifiedAtMs: nowMs,
  };
}

/** What of a request would change what lasts as long as the subscription itself. */
export function lastingProblem(
  { endpointText, format }: Subscription,
  given: Partial<SubscriptionRequest>,
): Problem | undefined {
  if ((given.endpointText ?? endpointText) !== endpointText) return new Problem('value-invalid', 'Endpoint');
  return (given.format ?? format) === format
    ? undefined
    : new Problem('value-invalid', 'NotifyContentFormat');
}

export function tagProblem(
  word: string,
  tag: string | undefined,
  { tagLength }: Limits,
): Problem | undefined {
  if (tag === undefined || (tag.length >= 1 && tag.length <= tagLength)) return undefined;
  return new Problem('value-invalid', word);
}
