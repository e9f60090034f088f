/** The vendor's chain from topic to Service: a table of the kinds, and all of them in the order to apply them. */
import { broker } from './broker.ts';
import { clusterRoleBinding } from './cluster-role-binding.ts';
import { INJECTED_BROKER, injectedNamespace } from './injected-namespace.ts';
import { type DisplayContainer, knativeService } from './knative-service.ts';
import type { ApiGeneration, Placement } from './kubernetes-object.ts';
import type { Manifest } from './manifest-text.ts';
import { mnsOssSource } from './mns-oss-source.ts';
import { secretManifest } from './secret.ts';
import { serviceAccount } from './service-account.ts';
import { trigger } from './trigger.ts';
import type { TriggerFilter } from './trigger-filter.ts';

export interface ChainInput {
  readonly api: ApiGeneration;
  readonly placement: Placement;
  /** The token is absent where the Secret is to be made by other means. */
  readonly secret: { readonly name: string; readonly key: string; readonly token?: string };
  readonly serviceAccount: string;
  readonly broker: string;
  readonly sources: readonly { readonly name: string; readonly topic: string }[];
  readonly service: DisplayContainer & { readonly name: string };
  readonly trigger: { readonly name: string; readonly filter: TriggerFilter };
}

/** Every kind of the chain, in the order in which the cluster needs them. */
export const CHAIN_KINDS = ['secret', 'service-account', 'broker', 'service', 'source', 'trigger'] as const;
export type ChainKind = (typeof CHAIN_KINDS)[number];

const BUILDERS = {
  secret: ({ secret: { token, ...secret }, placement }) =>
    token === undefined ? [] : [{ object: secretManifest({ ...placement, ...secret, token }) }],
  'service-account': ({ serviceAccount: name, placement }) => [
    { object: serviceAccount(name, placement) },
    { object: clusterRoleBinding(name, placement) },
  ],
  broker: (input) => [brokerManifest(input)],
  service: ({ service, api, placement }) => [{ object: knativeService({ ...placement, ...service, api }) }],
  source: ({ sources, placement, ...input }) =>
    sources.map((source) => ({ object: mnsOssSource({ ...input, ...placement, ...source }) })),
  trigger: ({ trigger: named, service, broker: from, api, placement }) => [
    { object: trigger({ ...placement, ...named, broker: from, service: service.name, api }) },
  ],
} as const satisfies Record<ChainKind, (input: ChainInput) => readonly Manifest[]>;

export function chainManifests(kinds: readonly ChainKind[], input: ChainInput): Manifest[] {
  const manifests = kinds.flatMap((kind): readonly Manifest[] => BUILDERS[kind](input));
  // What is in a namespace can be made only after it.
  const isNamespace = ({ object }: Manifest) => object.kind === 'Namespace';
  return [...manifests.filter(isNamespace), ...manifests.filter((each) => !isNamespace(each))];
}

/** Legacy clusters make the default broker by a label of the namespace; another one is an object there, too. */
function brokerManifest({ broker: name, api, placement }: ChainInput): Manifest {
  if (api === 'current' || name !== INJECTED_BROKER) return { object: broker(name, api, placement) };
  return {
    object: injectedNamespace(placement.namespace),
    comment: 'The label makes the broker. Never kubectl delete -f this: it would delete the namespace.',
  };
}
