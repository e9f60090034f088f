import { type Provider, providers } from '../domain/providers/index.ts';
import { UsageError } from '../errors.ts';
import type { Context } from './context.ts';

/** The provider by flag, environment, profile or default. */
export async function providerInForce({ settings }: Pick<Context, 'settings'>): Promise<Provider> {
  const setting = await settings.get('provider');
  if (setting?.value === 'ks3') return providers.ks3;
  if (setting === undefined || setting.value === 'oss') return providers.oss;
  throw new UsageError(
    'unknown-provider',
    `there is no provider ${setting.value} (from ${setting.origin})`,
    `providers are: ${Object.keys(providers).join(', ')}`,
  );
}

/** For commands that speak with one provider only. */
export async function requireOss(context: Pick<Context, 'settings'>): Promise<Provider> {
  const provider = await providerInForce(context);
  if (provider.name === 'oss') return provider;
  throw new UsageError(
    'provider-not-served',
    `this command does not serve ${provider.label}`,
    'leave out --provider, or pass --provider oss',
  );
}
