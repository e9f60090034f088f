import type { Problem } from '../problem.ts';
import { type KubernetesObject, metadataOf, type Placement } from './kubernetes-object.ts';
import { checkName, checkNamespace } from './object-names.ts';
import { plainYaml } from './plain-yaml.ts';

export interface SecretInput extends Placement {
  readonly name: string;
  /** The entry of `data` that holds the token. */
  readonly key: string;
  /** Base64 already: it goes into `data`, never into `stringData`, where it would be encoded twice. */
  readonly token: string;
}

/** The Secret in the order of fields in which people write manifests; the same input gives the same bytes. */
export function secretManifest({ name, key, token, ...placement }: SecretInput): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadataOf(name, placement),
    type: 'Opaque',
    // An own member whatever the key is, `__proto__` included.
    data: Object.fromEntries([[key, token]]),
  };
}

export function secretYaml(input: SecretInput): string {
  return plainYaml(secretManifest(input));
}

export function checkSecret({ name, namespace, key }: Omit<SecretInput, 'token'>): Problem[] {
  return [
    ...checkName('secret name', name, 'subdomain'),
    ...checkNamespace(namespace),
    ...checkName('secret key', key, 'key'),
  ];
}
