/** Runs what a manifest of the bridge says, without a cluster: each container as a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Container {
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

/** Objects of our own making, whose shape the field tables hold. */
interface KubernetesLike {
  readonly kind: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly replicas?: number;
    readonly template?: { readonly spec: { readonly containers: readonly Container[] } };
    readonly ceOverrides?: { readonly extensions: Readonly<Record<string, string>> };
  };
}

export interface BridgeManifest {
  readonly replicas: number;
  readonly container: Container;
  readonly extensions: Readonly<Record<string, string>>;
  /** The files of the mounted Secret. */
  readonly files: Readonly<Record<string, string>>;
}

export interface Pod {
  readonly process: ChildProcess;
  readonly argv: readonly string[];
  /** Everything it wrote, to stdout and stderr. */
  log(): string;
  until(pattern: RegExp): Promise<RegExpExecArray>;
  readonly ended: Promise<number | string>;
}

/** What a cluster would take from the objects of `manifest bridge -o json`. */
export function readBridge(list: string): BridgeManifest {
  const objects: KubernetesLike[] = JSON.parse(list).items;
  const find = (...kinds: string[]) => objects.find(({ kind }) => kinds.includes(kind));
  const workload = find('Deployment', 'ContainerSource')?.spec;
  const container = workload?.template?.spec.containers[0];
  if (!container) throw new Error('there is no container in the manifest');
  return {
    replicas: workload?.replicas ?? 1,
    container,
    extensions: find('SinkBinding', 'ContainerSource')?.spec?.ceOverrides?.extensions ?? {},
    files: find('Secret')?.data ?? {},
  };
}

/** Starts one pod as the kubelet would, with what the binding injects; its port is any free one of this machine. */
export function startPod(
  { container, extensions, files }: BridgeManifest,
  sink: string,
  folder: string,
): Pod {
  mountSecret(files, folder);
  const mountPath = container.volumeMounts[0]?.mountPath ?? '';
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    ...Object.fromEntries(container.env.map(({ name, value }) => [name, value.replace(mountPath, folder)])),
    K_SINK: sink,
    K_CE_OVERRIDES: Object.keys(extensions).length === 0 ? '' : JSON.stringify({ extensions }),
  };
  const argv = container.args.map((text) =>
    text.replace('$(K_SINK)', sink).replace(/^0\.0\.0\.0:\d+$/, '127.0.0.1:0'),
  );
  return watch(spawn(process.execPath, ['bin/ossnotify.js', ...argv], { env }), argv);
}

function mountSecret(files: Readonly<Record<string, string>>, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), Buffer.from(content, 'base64'), { mode: 0o440 });
  }
}

function watch(child: ChildProcess, argv: readonly string[]): Pod {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => chunks.push(String(chunk)));
  const ended = new Promise<number | string>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  const log = () => chunks.join('');
  const until = async (pattern: RegExp): Promise<RegExpExecArray> => {
    for (;;) {
      const found = pattern.exec(log());
      if (found) return found;
      await Promise.race([
        nextChunk(child),
        ended.then((end) => Promise.reject(new Error(`it ended with ${end}: ${log()}`))),
      ]);
    }
  };
  return { process: child, argv, log, until, ended };
}

function nextChunk(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => {
    child.stdout?.once('data', resolve);
    child.stderr?.once('data', resolve);
  });
}
