import type { KubernetesObject } from './kubernetes-object.ts';
import { plainYaml } from './plain-yaml.ts';

/** An object and, where it needs one, a remark for whoever reads the YAML. */
export interface Manifest {
  readonly object: KubernetesObject;
  readonly comment?: string;
}

/** Documents between `---` lines, one final newline: the same input gives the same bytes. */
export function manifestYaml(manifests: readonly Manifest[]): string {
  return manifests
    .map(({ object, comment }) => `${comment === undefined ? '' : `# ${comment}\n`}${plainYaml(object)}`)
    .join('---\n');
}

/** One `List`, which kubectl takes like the documents; there is no room for remarks. */
export function manifestJson(manifests: readonly Manifest[]): string {
  const list = { apiVersion: 'v1', kind: 'List', items: manifests.map(({ object }) => object) };
  return `${JSON.stringify(list, undefined, 2)}\n`;
}
