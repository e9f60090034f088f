/** `--health`: whether the tail is alive and linked, over HTTP, for the probes of Kubernetes and the like. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Notice } from '../sources/source.ts';
import type { Sink } from './sink.ts';

export interface HealthOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
}

export interface HealthSink extends Sink {
  readonly port: number;
}

/**
 * `/livez` answers 200 as long as the program can answer at all. `/readyz` answers 200 after the first good poll and
 * while no link is lost, 503 otherwise; a receiver that refuses events is no fault of ours that a restart would mend.
 */
export async function openHealth({ host, port }: HealthOptions): Promise<HealthSink> {
  const links = new Map<string, Notice['link']>();
  const isReady = () =>
    links.size > 0 && ![...links.values()].some((link) => link === 'lost' || link === 'closing');
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/livez') answer(response, 200, 'ok');
    else if (path === '/readyz') answer(response, isReady() ? 200 : 503, isReady() ? 'ok' : 'no link');
    else answer(response, 404, 'not found');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    notice: ({ link, source = '' }) => {
      if (link !== 'clock' && link !== 'deletions') links.set(source, link);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain', connection: 'close' }).end(`${text}\n`);
}
