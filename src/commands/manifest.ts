import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { ChainKind } from '../domain/manifest/chain.ts';
import { DISPLAYS, type Display } from '../domain/manifest/knative-service.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { addCredentialOptions, type CredentialOptions } from './lasting-credentials.ts';
import * as manifestBridge from './manifest-bridge.ts';
import {
  type ApiOptions,
  assignment,
  labelOption,
  manifestOutputOption,
  namespaceOption,
  type PlacementOptions,
} from './manifest-options.ts';
import { listed } from './option-values.ts';

export interface ManifestOptions extends PlacementOptions, ApiOptions, CredentialOptions {
  readonly kind: ChainKind | 'all';
  readonly topic?: readonly string[] | undefined;
  readonly secretName?: string | undefined;
  readonly key: string;
  readonly secret: 'include' | 'omit';
  readonly url?: string | undefined;
  readonly anyUrl?: true | undefined;
  readonly serviceAccount?: string | undefined;
  readonly broker?: string | undefined;
  readonly service?: string | undefined;
  readonly display: Display;
  readonly image?: string | undefined;
  readonly trigger?: string | undefined;
  readonly event?: readonly string[] | undefined;
  readonly filter?: Readonly<Record<string, string>> | undefined;
}

const KINDS: readonly (readonly [ManifestOptions['kind'], string])[] = [
  ['secret', 'the Secret with the MNS token'],
  ['service-account', "the source's ServiceAccount, and the ClusterRoleBinding that lets it read the Secret"],
  ['broker', 'the Broker; with --api legacy the label of the namespace that makes it'],
  ['source', 'an MnsOssSource for each topic (an add-on of ACK; elsewhere: manifest bridge)'],
  ['service', 'the Knative Service that displays events'],
  ['trigger', 'the Trigger from the Broker to the Service'],
  ['all', 'the whole chain, in the order to apply it: ossnotify manifest all --topic T | kubectl apply -f -'],
];

export function register(parent: CommandUnknownOpts, act: Act): void {
  const group = parent
    .command('manifest')
    .description('print Kubernetes manifests that bring the events of a topic into Knative');
  for (const [kind, description] of KINDS) registerKind(group, { kind, description }, act);
  manifestBridge.register(group, act);
}

interface Kind {
  readonly kind: ManifestOptions['kind'];
  readonly description: string;
}

/** Every kind takes the options of all, so that one set of options prints objects that refer to each other. */
function registerKind(group: CommandUnknownOpts, { kind, description }: Kind, act: Act): void {
  const needed = kind === 'source' || kind === 'all' ? 'topic' : 'topic (for source and all)';
  const command = group
    .command(kind)
    .description(description)
    .addOption(namespaceOption())
    .option('--name <name>', nameHelp(kind))
    .addOption(labelOption())
    .addOption(manifestOutputOption())
    .option('--topic <topic>', `${needed}; several make several sources (repeatable)`, listed)
    .addOption(
      new Option('--api <generation>', "API versions: today's, or those of the vendor's document")
        .choices(['current', 'legacy'])
        .default('current' as const),
    )
    .option('--secret-name <name>', 'the Secret (default: mnsoss-secret)')
    .option('--key <key>', 'key of the token within the Secret', 'mns')
    .addOption(
      new Option('--secret <what>', 'whether all has the Secret in it')
        .choices(['include', 'omit'])
        .default('include' as const),
    )
    .option('--url <url>', 'MNS endpoint in the token; default: built from --account and --region')
    .option('--any-url', "do not check the URL's form")
    .option('--service-account <name>', 'the ServiceAccount (default: mnsoss-sa)')
    .option('--broker <name>', 'the Broker (default: default)')
    .option('--service <name>', 'the Knative Service (default: event-display)')
    .addOption(
      new Option(
        '--display <program>',
        "what shows the events there: the vendor's, or this one's tail --listen",
      )
        .choices(DISPLAYS)
        .default('event-display' as const),
    )
    .option('--image <image>', 'its image (default: that of the vendor, or what the Dockerfile builds)')
    .option('--trigger <name>', 'the Trigger (default: oss-trigger)')
    .option('--event <type>', 'the Trigger passes only these event types or wildcards (repeatable)', listed)
    .option(
      '--filter <name=value>',
      'and only events with this CloudEvents attribute (repeatable)',
      assignment,
    );
  addCredentialOptions(command).action((flags) => act(run, { kind, ...flags }));
}

function nameHelp(kind: ManifestOptions['kind']): string {
  if (kind === 'all' || kind === 'source')
    return 'name of the source (default: mnsoss-TOPIC); with several topics, its beginning';
  return 'name of the object';
}

export async function run(options: ManifestOptions, context: Context): Promise<ExitStatus> {
  const { printChain } = await import('./manifest-chain.ts');
  return printChain(options, context);
}
