import { type KubernetesObject, metadataOf, type Placement } from './kubernetes-object.ts';
import type { YamlObject } from './plain-yaml.ts';
import type { SinkReference } from './sink-reference.ts';

export interface ContainerSourceInput {
  readonly sink: SinkReference;
  /** Attributes that every event gets. */
  readonly extensions: Readonly<Record<string, string>>;
  readonly template: YamlObject;
}

/** Knative runs the container, one replica of it, and injects the sink's URL. */
export function containerSource(
  name: string,
  { sink, extensions, template }: ContainerSourceInput,
  placement: Placement,
): KubernetesObject {
  return {
    apiVersion: 'sources.knative.dev/v1',
    kind: 'ContainerSource',
    metadata: metadataOf(name, placement),
    spec: { sink, ...ceOverrides(extensions), template },
  };
}

export function ceOverrides(extensions: Readonly<Record<string, string>>): YamlObject {
  return Object.keys(extensions).length === 0 ? {} : { ceOverrides: { extensions } };
}
