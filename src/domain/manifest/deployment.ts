import { type KubernetesObject, metadataOf, type Placement } from './kubernetes-object.ts';
import type { YamlObject } from './plain-yaml.ts';

export interface DeploymentInput {
  readonly replicas: number;
  readonly selector: Readonly<Record<string, string>>;
  readonly template: YamlObject;
}

export function deployment(
  name: string,
  { replicas, selector, template }: DeploymentInput,
  placement: Placement,
): KubernetesObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: metadataOf(name, placement),
    spec: { replicas, selector: { matchLabels: selector }, template },
  };
}
