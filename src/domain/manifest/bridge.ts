/** Our own tail as a Knative source: reads a durable queue and forwards CloudEvents to whatever K_SINK is. */
import { type BridgePodInput, bridgePod, bridgeSelector } from './bridge-pod.ts';
import { containerSource } from './container-source.ts';
import { type AccessKey, credentialsSecret } from './credentials-secret.ts';
import { deployment } from './deployment.ts';
import type { KubernetesObject, Placement } from './kubernetes-object.ts';
import type { Manifest } from './manifest-text.ts';
import { sinkBinding } from './sink-binding.ts';
import type { SinkReference } from './sink-reference.ts';

export interface BridgeInput extends BridgePodInput {
  readonly replicas: number;
  readonly sink: SinkReference;
  /** Attributes that every event gets. */
  readonly extensions: Readonly<Record<string, string>>;
  /** Absent where the Secret is to be made by other means. */
  readonly accessKey?: AccessKey;
  readonly placement: Placement;
}

/** A ContainerSource runs one replica; a SinkBinding leaves the Deployment, and so the replicas, to us. */
export const BRIDGE_KINDS = ['container-source', 'sink-binding'] as const;
export type BridgeKind = (typeof BRIDGE_KINDS)[number];

const BUILDERS = {
  'container-source': (input, placement) => [
    containerSource(input.name, { ...input, template: bridgePod(input) }, placement),
  ],
  // The binding first: a Deployment that comes before it is rolled out twice.
  'sink-binding': (input, placement) => [
    sinkBinding(input.name, input, placement),
    deployment(
      input.name,
      { replicas: input.replicas, selector: bridgeSelector(input.name), template: bridgePod(input) },
      placement,
    ),
  ],
} as const satisfies Record<BridgeKind, (input: BridgeInput, placement: Placement) => KubernetesObject[]>;

export function bridgeManifests(kind: BridgeKind, input: BridgeInput): Manifest[] {
  const { name, secretName, accessKey, placement } = input;
  const labels = {
    ...bridgeSelector(name),
    'app.kubernetes.io/managed-by': 'ossnotify',
    ...placement.labels,
  };
  const labelled = { ...placement, labels };
  const secret = accessKey ? [credentialsSecret(secretName, accessKey, labelled)] : [];
  return [...secret, ...BUILDERS[kind](input, labelled)].map((object) => ({ object }));
}
