import { type KubernetesObject, metadataOf, type Placement } from './kubernetes-object.ts';

const VENDOR_NAME = 'eventing-sources-mnsoss';
const VENDOR_ACCOUNT = 'mnsoss-sa';
const DEFAULT_NAMESPACE = 'default';

/**
 * Lets the source's pod read its Secret, by the ClusterRole that the add-on installs. Bindings have cluster-wide names:
 * one of the same name for another namespace or account would replace this one's subject and cut it off.
 */
export function clusterRoleBinding(
  account: string,
  { namespace = DEFAULT_NAMESPACE, labels }: Placement,
): KubernetesObject {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: metadataOf(bindingName(account, namespace), { labels }),
    roleRef: {
      apiGroup: 'rbac.authorization.k8s.io',
      kind: 'ClusterRole',
      name: 'eventing-sources-mnsoss-controller',
    },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
  };
}

/** The vendor's name where the vendor's document uses it. A colon is legal here and in no namespace or account. */
function bindingName(account: string, namespace: string): string {
  const parts = [VENDOR_NAME, ...(namespace === DEFAULT_NAMESPACE ? [] : [namespace])].join('-');
  return account === VENDOR_ACCOUNT ? parts : `${parts}:${account}`;
}
