import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Figures } from '../domain/figures.ts';
import { prometheusText } from '../domain/prometheus.ts';
import { listenFailure } from '../errors.ts';

export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** `--metrics`: serves the figures at `/metrics`. Rejects when the address cannot be listened on. */
export async function serveMetrics(host: string, port: number, figures: Figures): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const isKnown = request.method === 'GET' && request.url?.split('?')[0] === '/metrics';
    if (!isKnown) response.writeHead(404).end();
    else
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(prometheusText(figures));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenFailure(error, host, port)));
    server.listen(port, host, resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${actual}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
