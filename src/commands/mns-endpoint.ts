import { checkHttpUrl, checkMnsUrl, mnsUrl } from '../domain/token.ts';
import type { Context } from './context.ts';
import { asUsageError } from './problem-error.ts';

interface UrlOptions {
  readonly url?: string | undefined;
  readonly anyUrl?: true | undefined;
}

/** The MNS URL that goes into a token. @throws {UsageError} when the controller could not parse it. */
export async function tokenUrl({ url, anyUrl }: UrlOptions, { settings }: Context): Promise<string> {
  const found = url ?? (await defaultUrl(settings));
  const problem = anyUrl ? checkHttpUrl(found) : checkMnsUrl(found);
  if (problem) throw asUsageError(problem);
  return found;
}

/** The service's own host, whatever `--endpoint` says: the token is for a cluster, not for this machine. */
async function defaultUrl(settings: Context['settings']): Promise<string> {
  const network = (await settings.get('network'))?.value;
  const which = network === 'internal' || network === 'vpc' ? network : 'public';
  return mnsUrl(await settings.require('account'), await settings.require('region'), which);
}
