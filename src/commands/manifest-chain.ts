/** What the options of `manifest KIND` mean, and what is said about it beside the manifests. */
import { isMnsName } from '../domain/destination.ts';
import { isKnownEventType } from '../domain/event-type.ts';
import { CHAIN_KINDS, type ChainInput, chainManifests } from '../domain/manifest/chain.ts';
import { checkImage } from '../domain/manifest/image-reference.ts';
import { DISPLAY_IMAGES } from '../domain/manifest/knative-service.ts';
import { manifestJson, manifestYaml } from '../domain/manifest/manifest-text.ts';
import { NAMESPACE_AND_NAME_LIMIT, sourceName } from '../domain/manifest/mns-oss-source.ts';
import { checkAttributes, checkLabels, checkName, checkNamespace } from '../domain/manifest/object-names.ts';
import { compileTriggerFilter, type TriggerFilter } from '../domain/manifest/trigger-filter.ts';
import { encodeToken } from '../domain/token.ts';
import { UsageError } from '../errors.ts';
import type { Context, ExitStatus } from './context.ts';
import { lastingCredentials } from './lasting-credentials.ts';
import type { ManifestOptions } from './manifest.ts';
import { tokenUrl } from './mns-endpoint.ts';
import { ownImage, ownImageRemark } from './own-image.ts';
import { asUsageError } from './problem-error.ts';
import { providerInForce, requireOss } from './provider-in-force.ts';

/** What has nothing to do with where the events come from. */
const NEUTRAL_KINDS: readonly ManifestOptions['kind'][] = ['broker', 'service', 'trigger'];

export async function printChain(options: ManifestOptions, context: Context): Promise<ExitStatus> {
  const { kind, output } = options;
  if (kind === 'secret' && options.secret === 'omit') {
    throw new UsageError(
      'nothing-to-print',
      'manifest secret prints the Secret, and --secret omit leaves it out',
      'leave out --secret; it is for manifest all',
    );
  }
  if (!NEUTRAL_KINDS.includes(kind)) await requireOss(context);
  const input = await readInput(options, context);
  refuseBadNames(input, options.filter);
  const token = await tokenFor(options, context);
  const secret = { ...input.secret, ...(token !== undefined && { token }) };
  const manifests = chainManifests(kind === 'all' ? CHAIN_KINDS : [kind], { ...input, secret });
  await context.print(output === 'json' ? manifestJson(manifests) : manifestYaml(manifests));
  for (const remark of remarksOn(options, input)) context.tell(remark);
  return 0;
}

async function readInput(options: ManifestOptions, context: Context): Promise<ChainInput> {
  const { kind, api, name, namespace, label } = options;
  /** `--name` names the object of its kind; the others keep the names by which it refers to them. */
  const named = (of: ManifestOptions['kind'], given: string | undefined, usual: string) =>
    (kind === of ? name : undefined) ?? given ?? usual;
  return {
    api,
    placement: { namespace, labels: label },
    secret: { name: named('secret', options.secretName, 'mnsoss-secret'), key: options.key },
    serviceAccount: named('service-account', options.serviceAccount, 'mnsoss-sa'),
    broker: named('broker', options.broker, 'default'),
    sources: readSources(options),
    service: {
      name: named('service', options.service, 'event-display'),
      display: options.display,
      image: options.image ?? (options.display === 'ossnotify' ? ownImage() : DISPLAY_IMAGES[api]),
    },
    trigger: {
      name: named('trigger', options.trigger, 'oss-trigger'),
      filter: await readFilter(options, context),
    },
  };
}

function readSources({ kind, topic = [], name }: ManifestOptions): ChainInput['sources'] {
  if (kind !== 'source' && kind !== 'all') return [];
  if (topic.length === 0) {
    throw new UsageError(
      'no-topic',
      'no topic is named: a source reads one',
      'pass --topic NAME; ossnotify rule list shows the topics of the rules',
    );
  }
  const bad = topic.find((each) => !isMnsName(each));
  if (bad !== undefined) {
    throw new UsageError(
      'bad-topic-name',
      `${JSON.stringify(bad)} is no name for a topic`,
      'pass the bare name: 1 to 120 letters, digits and hyphens, a letter or a digit first',
    );
  }
  const topics = [...new Set(topic)];
  if (topics.length === 1 && name !== undefined) return topics.map((each) => ({ name, topic: each }));
  return topics.map((each) => ({ name: sourceName(each, name), topic: each }));
}

async function readFilter(options: ManifestOptions, context: Context): Promise<TriggerFilter> {
  const { event: events = [], filter: attributes = {}, api } = options;
  const provider = await providerInForce(context);
  const unknown = events.find((event) => !isKnownEventType(event, provider));
  if (unknown !== undefined) {
    throw new UsageError(
      'unknown-event',
      `${provider.label} has no event type ${JSON.stringify(unknown)}`,
      'known ones are listed by: ossnotify events',
    );
  }
  const compiled = compileTriggerFilter({ events, attributes, provider, api });
  if (!compiled.ok) throw asUsageError(compiled.problem);
  return compiled.filter;
}

function refuseBadNames(
  { placement, secret, serviceAccount, broker, sources, service, trigger }: ChainInput,
  attributes: Readonly<Record<string, string>> = {},
): void {
  const [problem] = [
    ...checkNamespace(placement.namespace),
    ...checkLabels(placement.labels ?? {}),
    ...checkName('secret name', secret.name, 'subdomain'),
    ...checkName('secret key', secret.key, 'key'),
    ...checkName('service account name', serviceAccount, 'subdomain'),
    ...checkName('broker name', broker, 'label'),
    ...sources.flatMap(({ name }) => checkName('source name', name, 'label')),
    ...checkName('service name', service.name, 'service'),
    ...checkName('trigger name', trigger.name, 'label'),
    ...checkAttributes(attributes),
    ...checkImage(service.image),
  ];
  if (problem) throw asUsageError(problem);
}

async function tokenFor(options: ManifestOptions, context: Context): Promise<string | undefined> {
  const { kind, secret } = options;
  if (kind !== 'secret' && (kind !== 'all' || secret === 'omit')) return undefined;
  const url = await tokenUrl(options, context);
  const { accessKeyId, accessKeySecret } = await lastingCredentials(options, context);
  return encodeToken({ url, accessKeyId, accessKeySecret });
}

/** Traps that no manifest can avert, told to whoever applies it. */
function remarksOn(
  { kind, secret, event, display, image }: ManifestOptions,
  { api, placement, sources, ...input }: ChainInput,
): string[] {
  const isAll = kind === 'all';
  const { namespace } = placement;
  const tooLong = sources.filter(
    ({ name }) => name.length + (namespace ?? 'default').length > NAMESPACE_AND_NAME_LIMIT,
  );
  return [
    ...(isAll && secret === 'omit'
      ? [`the source expects key ${input.secret.key} of Secret ${input.secret.name}`]
      : []),
    ...((isAll || kind === 'service-account') && namespace === undefined
      ? ['the binding names namespace default; for another one, pass -n here rather than to kubectl']
      : []),
    ...((isAll || kind === 'broker') && api === 'legacy' && input.broker === 'default'
      ? [
          `the namespace's label is what makes the broker, and all of them are in the namespace: never kubectl delete -f these manifests`,
        ]
      : []),
    ...((isAll || kind === 'service') && display === 'ossnotify' && image === undefined
      ? [ownImageRemark(input.service.image)]
      : []),
    ...tooLong.map(
      ({ name }) => `warning: namespace and name of source ${name} are too long for the queue that it makes`,
    ),
    ...(isAll && event
      ? ['warning: which type the events of MnsOssSource carry is not documented: --event may match none']
      : []),
    ...(sources.length > 0
      ? [
          'MnsOssSource needs the add-on MnsOss; kubectl api-resources --api-group=sources.eventing.knative.dev lists it (else: ossnotify manifest bridge)',
        ]
      : []),
  ];
}
