import { ceOverrides } from './container-source.ts';
import { type KubernetesObject, metadataOf, type Placement } from './kubernetes-object.ts';
import type { SinkReference } from './sink-reference.ts';

export interface SinkBindingInput {
  readonly sink: SinkReference;
  /** Attributes that every event gets. */
  readonly extensions: Readonly<Record<string, string>>;
}

/** Injects the sink's URL into the Deployment of the same name; the subject must live in the binding's namespace. */
export function sinkBinding(
  name: string,
  { sink, extensions }: SinkBindingInput,
  placement: Placement,
): KubernetesObject {
  const { namespace } = placement;
  return {
    apiVersion: 'sources.knative.dev/v1',
    kind: 'SinkBinding',
    metadata: metadataOf(name, placement),
    spec: {
      subject: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name,
        ...(namespace !== undefined && { namespace }),
      },
      sink,
      ...ceOverrides(extensions),
    },
  };
}
