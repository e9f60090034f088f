import { plainYaml, type YamlObject } from './plain-yaml.ts';
import type { Problem } from './problem.ts';

export interface SecretInput {
  readonly name: string;
  readonly namespace?: string | undefined;
  /** The entry of `data` that holds the token. */
  readonly key: string;
  /** Base64 already: it goes into `data`, never into `stringData`, where it would be encoded twice. */
  readonly token: string;
}

/** The Secret in the order of fields in which people write manifests; the same input gives the same bytes. */
export function secretManifest({ name, namespace, key, token }: SecretInput): YamlObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: namespace === undefined ? { name } : { name, namespace },
    type: 'Opaque',
    // An own member whatever the key is, `__proto__` included.
    data: Object.fromEntries([[key, token]]),
  };
}

export function secretYaml(input: SecretInput): string {
  return plainYaml(secretManifest(input));
}

const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const KEY = /^[-._a-zA-Z0-9]+$/;

/** What the API server would refuse: names of objects are DNS-1123 subdomains, namespaces labels. */
export function checkSecret({ name, namespace, key }: Omit<SecretInput, 'token'>): Problem[] {
  return [
    ...(SUBDOMAIN.test(name) && name.length <= 253 ? [] : [badName('secret name', name, SUBDOMAIN_RULE)]),
    ...(namespace === undefined || (LABEL.test(namespace) && namespace.length <= 63)
      ? []
      : [badName('namespace', namespace, LABEL_RULE)]),
    ...(isKey(key) ? [] : [badName('secret key', key, KEY_RULE)]),
  ];
}

const SUBDOMAIN_RULE =
  'lower-case letters, digits, hyphens and dots, a letter or digit at both ends of every part, at most 253';
const LABEL_RULE = 'lower-case letters, digits and hyphens, a letter or digit at both ends, at most 63';
const KEY_RULE = 'letters, digits, hyphens, underscores and dots, not beginning with two dots, at most 253';

function isKey(key: string): boolean {
  return KEY.test(key) && key !== '.' && !key.startsWith('..') && key.length <= 253;
}

function badName(what: string, text: string, rule: string): Problem {
  return {
    code: `bad-${what.replace(' ', '-')}`,
    message: `${JSON.stringify(text)} is no ${what}`,
    hint: `Kubernetes takes ${rule} characters`,
  };
}
