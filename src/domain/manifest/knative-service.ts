import {
  type ApiGeneration,
  type KubernetesObject,
  metadataOf,
  type Placement,
} from './kubernetes-object.ts';
import type { YamlObject } from './plain-yaml.ts';

const VERSIONS = {
  current: 'serving.knative.dev/v1',
  legacy: 'serving.knative.dev/v1alpha1',
} as const satisfies Record<ApiGeneration, string>;

/** The vendor's program that logs every event it gets, by the tags of its two documents. */
export const DISPLAY_IMAGES = {
  current: 'registry.cn-hangzhou.aliyuncs.com/knative-sample/event-display:20230207194118_3874dbd',
  legacy: 'registry.cn-hangzhou.aliyuncs.com/knative-sample/event-display:1215',
} as const satisfies Record<ApiGeneration, string>;

/** What shows the events: the vendor's program, or our own `tail`, whose log reads the same. */
export const DISPLAYS = ['event-display', 'ossnotify'] as const;
export type Display = (typeof DISPLAYS)[number];

export interface DisplayContainer {
  readonly image: string;
  readonly display: Display;
}

export interface KnativeServiceInput extends Placement, DisplayContainer {
  readonly name: string;
  readonly api: ApiGeneration;
}

export function knativeService({
  name,
  image,
  display,
  api,
  ...placement
}: KnativeServiceInput): KubernetesObject {
  return {
    apiVersion: VERSIONS[api],
    kind: 'Service',
    metadata: metadataOf(name, placement),
    spec: { template: { spec: { containers: [CONTAINERS[display](image)] } } },
  };
}

/** The port that Knative sends to where none is named; named all the same, since our argument has to agree. */
const PORT = 8080;

const CONTAINERS = {
  'event-display': (image) => ({ image }),
  ossnotify: (image) => ({
    image,
    args: ['tail', '--listen', `0.0.0.0:${PORT}`, '-o', 'event-display'],
    ports: [{ containerPort: PORT }],
  }),
} as const satisfies Record<Display, (image: string) => YamlObject>;

export function serviceReference(name: string, api: ApiGeneration) {
  return { apiVersion: VERSIONS[api], kind: 'Service', name };
}
