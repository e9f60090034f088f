/** What the options of `manifest bridge` mean. */
import { type BridgeInput, bridgeManifests } from '../domain/manifest/bridge.ts';
import { CREDENTIALS_KEY } from '../domain/manifest/credentials-secret.ts';
import { checkImage } from '../domain/manifest/image-reference.ts';
import { manifestJson, manifestYaml } from '../domain/manifest/manifest-text.ts';
import { sourceName } from '../domain/manifest/mns-oss-source.ts';
import { checkExtensions, checkLabels, checkName, checkNamespace } from '../domain/manifest/object-names.ts';
import { parseSink, type SinkReference } from '../domain/manifest/sink-reference.ts';
import { bareUrl } from '../domain/masked-url.ts';
import { UsageError } from '../errors.ts';
import type { Context, ExitStatus } from './context.ts';
import { lastingCredentials } from './lasting-credentials.ts';
import type { BridgeOptions } from './manifest-bridge.ts';
import { requireMnsNames } from './mns-names.ts';
import { ownImage, ownImageRemark } from './own-image.ts';
import { asUsageError } from './problem-error.ts';
import { requireOss } from './provider-in-force.ts';

export async function printBridge(options: BridgeOptions, context: Context): Promise<ExitStatus> {
  await requireOss(context);
  const kind = options.kind ?? (options.replicas === undefined ? 'container-source' : 'sink-binding');
  refuseReplicas(options);
  const input = await readInput(options, context);
  refuseBadNames(input);
  const key = options.secret === 'include' ? await lastingCredentials(options, context) : undefined;
  const manifests = bridgeManifests(kind, { ...input, ...(key && { accessKey: key }) });
  await context.print(options.output === 'json' ? manifestJson(manifests) : manifestYaml(manifests));
  for (const remark of remarksOn(options, input)) context.tell(remark);
  return 0;
}

function refuseReplicas({ kind, replicas = 1 }: BridgeOptions): void {
  if (kind !== 'container-source' || replicas === 1) return;
  throw new UsageError(
    'one-replica',
    'a ContainerSource runs one replica; its replicas cannot be set',
    'use --kind sink-binding, whose Deployment is ours',
  );
}

async function readInput(options: BridgeOptions, context: Context): Promise<BridgeInput> {
  const { queue, namespace, label: labels } = options;
  requireMnsNames([queue]);
  const name = options.name ?? sourceName(queue, 'ossnotify');
  return {
    name,
    queue,
    image: options.image ?? ownImage(),
    replicas: options.replicas ?? 1,
    place: await placeOf(context),
    secretName: options.secretName ?? `${name}-credentials`,
    sink: readSink(options.sink),
    extensions: options.ceOverride ?? {},
    placement: { namespace, labels },
  };
}

/** The settings that say where the queue is, as arguments for the pod, which has no settings of its own. */
async function placeOf({ settings }: Context): Promise<string[]> {
  const [region, account] = [await settings.require('region'), await settings.require('account')];
  const network = (await settings.get('network'))?.value ?? 'public';
  const endpoint = (await settings.get('endpoint'))?.value;
  const hasPassword = endpoint !== undefined && bareUrl(endpoint) !== endpoint;
  if (hasPassword) {
    throw new UsageError(
      'password-in-url',
      `the endpoint ${bareUrl(endpoint)} is given with a user name, a password or a query`,
      'manifests are read by many: leave it out of the URL',
    );
  }
  return [
    ...['--region', region, '--account', account],
    ...(network === 'public' ? [] : ['--network', network]),
    ...(endpoint === undefined ? [] : ['--endpoint', endpoint]),
  ];
}

function readSink(text: string): SinkReference {
  const parsed = parseSink(text);
  if (!parsed.ok) throw asUsageError(parsed.problem);
  return parsed.sink;
}

function refuseBadNames({ name, image, secretName, extensions, placement }: BridgeInput): void {
  const [problem] = [
    ...checkName('name', name, 'label'),
    ...checkNamespace(placement.namespace),
    ...checkLabels(placement.labels ?? {}),
    ...checkName('secret name', secretName, 'subdomain'),
    ...checkExtensions(extensions),
    ...checkImage(image),
  ];
  if (problem) throw asUsageError(problem);
}

function remarksOn(options: BridgeOptions, { queue, image, secretName }: BridgeInput): string[] {
  return [
    ...(options.image === undefined ? [ownImageRemark(image)] : []),
    ...(options.secret === 'omit'
      ? [`the pods expect a credentials file under key ${CREDENTIALS_KEY} of Secret ${secretName}`]
      : []),
    `queue ${queue} is made by: ossnotify queue create ${queue} --topic TOPIC`,
  ];
}
