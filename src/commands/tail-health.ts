import { InvalidArgumentError } from '@commander-js/extra-typings';
import { listenFailure } from '../errors.ts';
import type { Sink } from '../sinks/sink.ts';

/** Where to listen: `[HOST:]PORT`. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

export function listenAddress(value: string): ListenAddress {
  const [, host = '127.0.0.1', digits = ''] = /^(?:\[?([^\]]*?)\]?:)?(\d{1,5})$/.exec(value) ?? [];
  const port = Number(digits);
  if (digits !== '' && host !== '' && port <= 65_535) return { host, port };
  throw new InvalidArgumentError('It must be a port, or HOST:PORT.');
}

/** The server of `--health`, as a sink that hears of the link. */
export async function healthSinks(
  address: ListenAddress | undefined,
  tell: (text: string) => void,
): Promise<Sink[]> {
  if (address === undefined) return [];
  const { openHealth } = await import('../sinks/health.ts');
  try {
    const health = await openHealth(address);
    tell(`health at http://${address.host}:${health.port}/readyz and /livez`);
    return [health];
  } catch (error) {
    throw listenFailure(error, address.host, address.port);
  }
}
