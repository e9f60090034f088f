import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parseAllDocuments } from 'yaml';

/** Where there is no kubectl, committed expectations have to do. */
export const hasKubectl = (process.env['PATH'] ?? '')
  .split(delimiter)
  .some((folder) => existsSync(join(folder, 'kubectl')));

/** The objects that kubectl reads in a manifest, as it would send them; offline. */
export function readByKubectl(manifest: string): unknown[] {
  return inFolder((folder, kubectl) => {
    writeFileSync(join(folder, 'manifest'), manifest);
    const file = join(folder, 'manifest');
    return documentsOf(kubectl('annotate', '--local', '-f', file, 'read-by=kubectl', '-o', 'yaml')).map(
      withoutMark,
    );
  });
}

/** The objects that `kubectl kustomize` makes of a manifest; it sorts them in an order of its own. */
export function readByKustomize(manifest: string): unknown[] {
  return inFolder((folder, kubectl) => {
    writeFileSync(join(folder, 'manifest.yaml'), manifest);
    writeFileSync(join(folder, 'kustomization.yaml'), 'resources:\n- manifest.yaml\n');
    return documentsOf(kubectl('kustomize', folder));
  });
}

type Kubectl = (...args: string[]) => string;

function inFolder<T>(read: (folder: string, kubectl: Kubectl) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'ossnotify-'));
  // No cluster of whoever runs the tests may be asked.
  const env = { ...process.env, KUBECONFIG: join(folder, 'none') };
  try {
    return read(folder, (...args) => execFileSync('kubectl', args, { encoding: 'utf8', env }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function documentsOf(yaml: string, version: '1.1' | '1.2' = '1.1'): unknown[] {
  return [...parseAllDocuments(yaml, { version })].map((document) => {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS();
  });
}

function withoutMark(object: unknown): unknown {
  const { metadata, ...rest } = Object(object);
  const { annotations, creationTimestamp, ...names } = metadata;
  if (annotations?.['read-by'] !== 'kubectl') throw new Error('kubectl did not annotate this');
  return { ...rest, metadata: names };
}
