import type { YamlObject } from './plain-yaml.ts';

/** One object of a manifest; its members stand in the order in which people write them. */
export interface KubernetesObject extends YamlObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: YamlObject;
}

/** `legacy` are the versions of the vendor's document, which clusters of that time serve. */
export type ApiGeneration = 'current' | 'legacy';

/** Where an object lives and what it is labelled with. */
export interface Placement {
  /** None is invented: without one, `kubectl -n` decides. */
  readonly namespace?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

export function metadataOf(name: string, { namespace, labels = {} }: Placement): YamlObject {
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    // From entries: own members whatever they are called.
    ...(Object.keys(labels).length > 0 && { labels: Object.fromEntries(Object.entries(labels)) }),
  };
}
