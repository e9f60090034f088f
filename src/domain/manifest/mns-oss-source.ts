import { createHash } from 'node:crypto';
import { brokerReference } from './broker.ts';
import {
  type ApiGeneration,
  type KubernetesObject,
  metadataOf,
  type Placement,
} from './kubernetes-object.ts';

export interface MnsOssSourceInput extends Placement {
  readonly name: string;
  readonly topic: string;
  readonly serviceAccount: string;
  readonly secret: { readonly name: string; readonly key: string };
  readonly broker: string;
  readonly api: ApiGeneration;
}

/** Scaffolding in the vendor's sample. A string: bare, YAML would read a number, and labels are strings. */
const LEGACY_LABELS = { 'controller-tools.k8s.io': '1.0' };

/** The vendor's source. Its version is the add-on's own and has not moved; its sink has no `ref` level. */
export function mnsOssSource(input: MnsOssSourceInput): KubernetesObject {
  const { name, topic, secret, api, namespace, labels } = input;
  return {
    apiVersion: 'sources.eventing.knative.dev/v1alpha1',
    kind: 'MnsOssSource',
    metadata: metadataOf(name, {
      namespace,
      labels: { ...(api === 'legacy' && LEGACY_LABELS), ...labels },
    }),
    spec: {
      serviceAccountName: input.serviceAccount,
      accessToken: { secretKeyRef: { name: secret.name, key: secret.key } },
      sink: brokerReference(input.broker, api),
      topic,
    },
  };
}

const LONGEST_NAME = 63;
const DIGEST_LENGTH = 8;

/**
 * A name for a topic's source. Topics that the console made carry a long prefix, which is left out;
 * what a name cannot hold is replaced, and then a digest of the topic keeps two topics apart.
 */
export function sourceName(topic: string, prefix = 'mnsoss'): string {
  const short = topic.replace(/^mns-en-topics-oss-(?=.)/, '');
  const plain = `${prefix}-${short
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '-')
    .replace(/-+$/, '')}`;
  if (plain === `${prefix}-${short}` && plain.length <= LONGEST_NAME) return plain;
  const digest = createHash('sha256').update(topic).digest('hex').slice(0, DIGEST_LENGTH);
  return `${plain.slice(0, LONGEST_NAME - DIGEST_LENGTH - 1).replace(/-+$/, '')}-${digest}`;
}

/**
 * The add-on names its queue after namespace, source and an id of 36 characters, and MNS names end at 120:
 * so much is left for the first two (read in the source code of its sibling).
 */
export const NAMESPACE_AND_NAME_LIMIT = 65;
