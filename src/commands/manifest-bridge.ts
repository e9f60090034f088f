import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { BridgeKind } from '../domain/manifest/bridge.ts';
import type { Act, Context, ExitStatus } from './context.ts';
import { addCredentialOptions, type CredentialOptions } from './lasting-credentials.ts';
import {
  assignment,
  labelOption,
  manifestOutputOption,
  namespaceOption,
  type PlacementOptions,
} from './manifest-options.ts';
import { positiveInteger } from './option-values.ts';

export interface BridgeOptions extends PlacementOptions, CredentialOptions {
  readonly queue: string;
  readonly kind?: BridgeKind | undefined;
  readonly replicas?: number | undefined;
  readonly image?: string | undefined;
  readonly sink: string;
  readonly ceOverride?: Readonly<Record<string, string>> | undefined;
  readonly secretName?: string | undefined;
  readonly secret: 'include' | 'omit';
}

const KINDS = ['container-source', 'sink-binding'] as const satisfies BridgeKind[];

export function register(parent: CommandUnknownOpts, act: Act): void {
  const command = parent
    .command('bridge')
    .description(
      'a source for any Knative: ossnotify tail on a durable queue, forwarding CloudEvents to the sink',
    )
    .requiredOption(
      '--queue <queue>',
      'the queue to read; made by: ossnotify queue create QUEUE --topic TOPIC',
    )
    .addOption(
      new Option(
        '--kind <kind>',
        'container-source (the default), or sink-binding with a Deployment (the default with --replicas)',
      ).choices(KINDS),
    )
    .option('--replicas <n>', 'how many pods share the queue (sink-binding only)', positiveInteger)
    .option('--image <image>', "the program's image (default: the one that its Dockerfile builds)")
    .option('--sink <sink>', 'broker:NAME, ksvc:NAME, svc:NAME, channel:NAME or a URL', 'broker:default')
    .option('--ce-override <name=value>', 'an attribute that every event gets (repeatable)', assignment)
    .addOption(namespaceOption())
    .option('--name <name>', 'name of the objects (default: ossnotify-QUEUE)')
    .addOption(labelOption())
    .option('--secret-name <name>', 'the Secret with the credentials (default: the name with -credentials)')
    .addOption(
      new Option('--secret <what>', 'whether the Secret is printed, too')
        .choices(['include', 'omit'])
        .default('include' as const),
    )
    .addOption(manifestOutputOption());
  addCredentialOptions(command).action((flags) => act(run, flags));
}

export async function run(options: BridgeOptions, context: Context): Promise<ExitStatus> {
  const { printBridge } = await import('./manifest-bridge-text.ts');
  return printBridge(options, context);
}
