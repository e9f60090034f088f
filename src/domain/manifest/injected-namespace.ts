import { type KubernetesObject, metadataOf } from './kubernetes-object.ts';

/** The name of the broker that the label makes; no other one can be had by it. */
export const INJECTED_BROKER = 'default';

/** The namespace with the label by which Knative of that time makes a broker; `apply` leaves other labels alone. */
export function injectedNamespace(namespace = 'default'): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: metadataOf(namespace, { labels: { 'knative-eventing-injection': 'enabled' } }),
  };
}
