import { ks3 } from './ks3.ts';
import { oss } from './oss.ts';
import type { Provider, ProviderName } from './provider.ts';

export type { EventTypeEntry, Provider, ProviderName } from './provider.ts';

/** Every provider that the program knows; a new one is a file and a line here. */
export const providers = { oss, ks3 } satisfies Record<ProviderName, Provider>;
