import { BROKER_VERSIONS } from './broker.ts';
import { serviceReference } from './knative-service.ts';
import {
  type ApiGeneration,
  type KubernetesObject,
  metadataOf,
  type Placement,
} from './kubernetes-object.ts';
import type { TriggerFilter } from './trigger-filter.ts';

export interface TriggerInput extends Placement {
  readonly name: string;
  readonly broker: string;
  readonly filter: TriggerFilter;
  /** The Knative Service that gets the events. */
  readonly service: string;
  readonly api: ApiGeneration;
}

export function trigger({
  name,
  broker,
  filter,
  service,
  api,
  ...placement
}: TriggerInput): KubernetesObject {
  return {
    apiVersion: BROKER_VERSIONS[api],
    kind: 'Trigger',
    metadata: metadataOf(name, placement),
    spec: { broker, ...filter, subscriber: { ref: serviceReference(service, api) } },
  };
}
