import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import type { Act } from './context.ts';

interface CatalogueEntry {
  /** The command's own description, which the overview shows without loading the command. */
  readonly about: string;
  /** For scripts, not for people. */
  readonly hidden?: true;
  readonly load: () => Promise<{ register(parent: CommandUnknownOpts, act: Act): void }>;
}

/** Every command at the top of the tree, in the order of the overview. A new one is a file and an entry here. */
export const CATALOGUE: Readonly<Record<string, CatalogueEntry>> = {
  rule: {
    about: 'rules: which objects raise which events, and where they go',
    load: () => import('./rule.ts'),
  },
  events: {
    about: 'the catalogue of event types, with meanings',
    load: () => import('./events.ts'),
  },
  tail: {
    about: 'show events live: from topics, from the topics of rules, or from a queue',
    load: () => import('./tail.ts'),
  },
  expect: {
    about: 'wait for events and say by the exit code whether they came: 0, or 7 when not in time',
    load: () => import('./expect.ts'),
  },
  decode: {
    about: 'show the events in message bodies: any envelope, JSON or Base64; also recordings and logs',
    load: () => import('./decode.ts'),
  },
  replay: {
    about: 'give recorded events again, in their rhythm: to stdout, a URL or a topic',
    load: () => import('./replay.ts'),
  },
  stats: {
    about: 'count the events of a recording: by type and prefix, with latencies and a histogram',
    load: () => import('./stats.ts'),
  },
  send: {
    about: 'publish a well-formed sample event to a topic',
    load: () => import('./send.ts'),
  },
  cleanup: {
    about: 'remove temporary queues and subscriptions that a crashed tail has left',
    load: () => import('./cleanup.ts'),
  },
  token: {
    about:
      'the Base64 MNS token of {url, accessKeyId, accessKeySecret}, or the Kubernetes Secret that holds it',
    load: () => import('./token.ts'),
  },
  manifest: {
    about: 'print Kubernetes manifests that bring the events of a topic into Knative',
    load: () => import('./manifest.ts'),
  },
  queue: {
    about: 'durable queues, which several readers can share',
    load: () => import('./queue.ts'),
  },
  topic: {
    about: 'topics and subscriptions that are in the way',
    load: () => import('./topic.ts'),
  },
  demo: {
    about: 'see it work: an emulator, a bucket, a rule, traffic, and its events live',
    load: () => import('./demo.ts'),
  },
  emulator: {
    about: 'serve MNS, its rule API, OSS and KS3 on one local port, without a cloud account',
    load: () => import('./emulator.ts'),
  },
  probe: {
    about: 'put an object that a rule matches, follow its event, and remove the object',
    load: () => import('./probe.ts'),
  },
  doctor: {
    about: 'find out why no event comes: one cause for each failure, and the command that mends it',
    load: () => import('./doctor.ts'),
  },
  config: {
    about: 'profiles: region, account, endpoint, keys',
    load: () => import('./config.ts'),
  },
  completion: {
    about: 'print the completion script of a shell',
    load: () => import('./completion.ts'),
  },
  __values: {
    about: 'names for completion scripts: profiles, rules or topics, one a line',
    hidden: true,
    load: () => import('./values.ts'),
  },
};

/** These speak of the whole tree, so they need all of it. */
const NEED_ALL = ['completion', 'help'];

/**
 * Puts every command into the program, but loads only those that the arguments can mean: the others stand there with
 * their names, so that an overview costs hardly more than a bare start.
 */
export async function registerCommands(
  program: CommandUnknownOpts,
  act: Act,
  argv: readonly string[],
): Promise<void> {
  const needsAll = NEED_ALL.some((name) => argv.includes(name));
  for (const [name, { about, load, hidden }] of Object.entries(CATALOGUE)) {
    if (needsAll || argv.includes(name)) (await load()).register(program, act);
    else program.command(name, { hidden: hidden === true }).description(about);
  }
}
