import type { Services } from '../clients/services.ts';
import { type Probe, probeOf } from '../domain/probe.ts';
import type { Provider } from '../domain/providers/index.ts';
import type { Rule } from '../domain/rule.ts';
import type { ProbeStore } from '../use-cases/probe-object.ts';
import type { Context } from './context.ts';

/** The bucket of a rule, for putting a probe object into it. */
export async function probeStore(
  bucket: string,
  provider: Provider,
  services: Services,
): Promise<ProbeStore> {
  const { ks3ProbeStore, ossProbeStore } = await import('../use-cases/probe-object.ts');
  return provider.name === 'ks3'
    ? ks3ProbeStore(await services.ks3(), bucket)
    : ossProbeStore(await services.oss(), bucket);
}

export function probeFor(rule: Rule, { system }: Pick<Context, 'system'>): Probe {
  const token = Array.from({ length: 12 }, () => Math.floor(system.random() * 16).toString(16)).join('');
  return probeOf(rule, token);
}
