import { type KubernetesObject, metadataOf, type Placement } from './kubernetes-object.ts';

export function serviceAccount(name: string, placement: Placement): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata: metadataOf(name, placement) };
}
