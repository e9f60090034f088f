import { Argument, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { EMULATOR_PROFILE } from '../clients/profile-in-force.ts';
import type { ListedKind } from './command-tree.ts';
import type { Act, Context, ExitStatus } from './context.ts';

/** What a person at a prompt does not notice, less what Node needs to start. */
const LIMIT_MS = 130;

export function register(parent: CommandUnknownOpts, act: Act): void {
  parent
    .command('__values', { hidden: true })
    .description('names for completion scripts: profiles, rules or topics, one a line')
    .addArgument(new Argument('<kind>', 'what to list').choices(['profiles', 'rules', 'topics']))
    .action((kind) => act(run, { kind }));
}

/** Never an error and never a wait: what cannot be known in time comes from the last answer, or not at all. */
export async function run({ kind }: { readonly kind: ListedKind }, context: Context): Promise<ExitStatus> {
  try {
    const names = kind === 'profiles' ? await profileNames(context) : await cachedNames(kind, context);
    await context.print(names.map((name) => `${name}\n`).join(''));
  } catch {
    // A completion that fails is one without suggestions.
  }
  return 0;
}

async function profileNames({ profiles }: Context): Promise<string[]> {
  return [EMULATOR_PROFILE, ...(await profiles.names())];
}

async function cachedNames(kind: 'rules' | 'topics', context: Context): Promise<readonly string[]> {
  const { openNameCache } = await import('../clients/name-cache.ts');
  const { settings, system } = context;
  const place = [];
  for (const key of ['provider', 'endpoint', 'region', 'account'] as const)
    place.push((await settings.get(key))?.value);
  const cache = openNameCache(system, JSON.stringify([kind, ...place]));
  const known = cache.read(system.now());
  if (known?.fresh) return known.names;
  const limit = new AbortController();
  const late = system.sleep(LIMIT_MS, limit.signal).then(() => undefined);
  const names = await Promise.race([ask(kind, context).catch(() => undefined), late]);
  limit.abort();
  if (names) cache.write(names, system.now());
  return names ?? known?.names ?? [];
}

async function ask(kind: 'rules' | 'topics', { services }: Context): Promise<string[]> {
  if (kind === 'topics') return (await services.mns()).listTopics();
  // The request itself ends in time, or the program could not.
  return (await (await services.elsewhere({}, LIMIT_MS).rules()).list()).map(({ name }) => name);
}
