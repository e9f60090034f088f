import {
  type ApiGeneration,
  type KubernetesObject,
  metadataOf,
  type Placement,
} from './kubernetes-object.ts';

const VERSIONS = {
  current: 'serving.knative.dev/v1',
  legacy: 'serving.knative.dev/v1alpha1',
} as const satisfies Record<ApiGeneration, string>;

/** The vendor's program that logs every event it gets, by the tags of its two documents. */
export const DISPLAY_IMAGES = {
  current: 'registry.cn-hangzhou.aliyuncs.com/knative-sample/event-display:20230207194118_3874dbd',
  legacy: 'registry.cn-hangzhou.aliyuncs.com/knative-sample/event-display:1215',
} as const satisfies Record<ApiGeneration, string>;

export interface KnativeServiceInput extends Placement {
  readonly name: string;
  readonly image: string;
  readonly api: ApiGeneration;
}

export function knativeService({ name, image, api, ...placement }: KnativeServiceInput): KubernetesObject {
  return {
    apiVersion: VERSIONS[api],
    kind: 'Service',
    metadata: metadataOf(name, placement),
    spec: { template: { spec: { containers: [{ image }] } } },
  };
}

export function serviceReference(name: string, api: ApiGeneration) {
  return { apiVersion: VERSIONS[api], kind: 'Service', name };
}
