/** `--listen`: the source that is pushed to. Each request waits for its answer until the tail has decided. */
import type { PushKeys } from '../clients/push-keys.ts';
import { isCloudEventRequest } from '../domain/cloudevent-request.ts';
import { cloudEventsPush } from './listener/cloudevents-push.ts';
import { createHandover } from './listener/handover.ts';
import { ks3Callback } from './listener/ks3-callback.ts';
import { isMnsPush, mnsPush } from './listener/mns-push.ts';
import { createOnce } from './listener/once.ts';
import type { PostedRequest, Protocol } from './listener/posted.ts';
import { openPushServer } from './listener/push-server.ts';
import { createRefusalNews } from './listener/refusal-news.ts';
import { isAtPath, newSecretPath } from './listener/secret-path.ts';
import type { Batch, Notice, Source } from './source.ts';

export interface ListenerOptions {
  readonly host: string;
  /** 0 picks a free one. */
  readonly port: number;
  /** Where every request has to go; when left out, only callbacks have a path, a random one. */
  readonly path?: string | undefined;
  readonly keys: PushKeys;
  /** Pushes of other accounts' topics are refused. */
  readonly account?: string | undefined;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Warnings for people. */
  readonly tell: (text: string) => void;
}

export interface Listener {
  readonly source: Source;
  /** `http://host:port`, without a path. */
  readonly url: string;
  /** Where callbacks of KS3 are taken. */
  readonly secretPath: string;
  close(): Promise<void>;
}

/** Listens from now on; what is pushed before the source is read waits. Rejects when the address is not to be had. */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const { host, now, sleep, tell } = options;
  const secretPath = options.path ?? newSecretPath();
  const handover = createHandover();
  const once = createOnce();
  const server = await openPushServer({
    host,
    port: options.port,
    protocolOf: protocols(options),
    isOpen: (target, protocol) => isOpen(target, protocol) || isAtPath(target, secretPath),
    offer: ({ messages, once: id }) => once(id, () => handover.offer(messages, now())),
    refusedWith: createRefusalNews({ tell, now }),
    sleep,
  });
  /** A signature or a network that is closed to others stands for the path, where no path was asked for. */
  function isOpen(_: string, protocol: Protocol | undefined): boolean {
    return options.path === undefined && protocol !== ks3Callback;
  }
  let closing: Promise<void> | undefined;
  const close = () => {
    handover.end();
    closing ??= server.close();
    return closing;
  };

  async function* read(signal: AbortSignal): AsyncGenerator<Batch | Notice, void, void> {
    signal.addEventListener('abort', server.turnAway, { once: true });
    try {
      yield { kind: 'notice', link: 'listening', atMs: now() };
      for (let next = await handover.next(signal); next; next = await handover.next(signal)) {
        yield { kind: 'notice', link: 'pushed', atMs: now() };
        yield { kind: 'batch', deliveries: next };
      }
      yield { kind: 'notice', link: 'closing', atMs: now() };
    } finally {
      await close();
    }
  }
  const name = host.includes(':') ? `[${host}]` : host;
  return { source: read, url: `http://${name}:${server.port}`, secretPath, close };
}

function protocols({ keys, account, now }: ListenerOptions): (headers: PostedRequest['headers']) => Protocol {
  const mns = mnsPush({ keys, now, account });
  return (headers) => {
    if (isMnsPush(headers)) return mns;
    return isCloudEventRequest(headers) ? cloudEventsPush : ks3Callback;
  };
}
