import {
  type ApiGeneration,
  type KubernetesObject,
  metadataOf,
  type Placement,
} from './kubernetes-object.ts';

/** The version under which a broker is made and referred to: a source cannot find its sink under one not served. */
export const BROKER_VERSIONS = {
  current: 'eventing.knative.dev/v1',
  legacy: 'eventing.knative.dev/v1alpha1',
} as const satisfies Record<ApiGeneration, string>;

export function broker(name: string, api: ApiGeneration, placement: Placement): KubernetesObject {
  return { apiVersion: BROKER_VERSIONS[api], kind: 'Broker', metadata: metadataOf(name, placement) };
}

/** A reference to it; `sink`, `broker` and `ref` of the various kinds all take this form. */
export function brokerReference(name: string, api: ApiGeneration) {
  return { apiVersion: BROKER_VERSIONS[api], kind: 'Broker', name };
}
