import { KS3_NOTIFYING_REGIONS } from '../clients/ks3-host.ts';
import type { Services } from '../clients/services.ts';
import type { Setting } from '../clients/settings.ts';
import { isLoopbackUrl } from '../domain/private-address.ts';
import type { ProviderName } from '../domain/providers/index.ts';
import { UsageError } from '../errors.ts';
import type { Context } from './context.ts';

/** Provider and region of a rule file's document. */
export interface Place {
  readonly provider: ProviderName;
  readonly region?: string;
}

/**
 * The clients for a place that a file names: it decides over profiles and environment, and a flag must not differ.
 * @throws {UsageError} `file-elsewhere`
 */
export function servicesAt(place: Place, { services, globals }: Context): Services {
  agree('provider', place.provider, globals.provider);
  if (place.region !== undefined) agree('region', place.region, globals.region);
  const decided = (value: string): Setting => ({ value, origin: 'the rule file' });
  return services.elsewhere({
    provider: decided(place.provider),
    ...(place.region !== undefined && { region: decided(place.region) }),
  });
}

function agree(what: string, inFile: string, flag: string | undefined): void {
  if (flag === undefined || flag === inFile) return;
  throw new UsageError(
    'file-elsewhere',
    `the file is for ${what} ${inFile}, and --${what} says ${flag}`,
    `leave out --${what}, or change the file`,
  );
}

/** KS3 offers event notification in two regions; elsewhere a rule may be accepted and never fire. */
export async function warnOfRegion({ settings, tell }: Context): Promise<void> {
  if ((await settings.get('endpoint')) !== undefined) return;
  const region = (await settings.get('region'))?.value;
  if (region === undefined || KS3_NOTIFYING_REGIONS.includes(region.toUpperCase())) return;
  tell(`warning: KS3 offers event notification in Ningxia and Russia only, not in ${region}`);
}

/** Whether an emulator on this computer is spoken to. */
export async function isLocalEndpoint(settings: Context['settings']): Promise<boolean> {
  const endpoint = (await settings.get('endpoint'))?.value;
  return endpoint !== undefined && isLoopbackUrl(endpoint);
}
