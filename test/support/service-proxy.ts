import { createServer, request } from 'node:http';

export interface ServiceProxy {
  readonly url: string;
  /** Where requests go from now on. */
  aim(target: string): void;
  /** Every request from now on, and those that wait, are refused as with a wrong key. */
  turnBad(): void;
  /** Each kind of request fails so many times from now on, by a fault of the service, before it is passed on. */
  failEach(times: number): void;
  /** Requests from now on get no answer. */
  fallSilent(): void;
  /** Nobody is there any more. */
  close(): void;
}

const refusal = (code: string) =>
  `<Error xmlns="http://mns.aliyuncs.com/doc/v1"><Code>${code}</Code><Message>no</Message><RequestId>1</RequestId><HostId>h</HostId></Error>`;

/** Stands before a service, so that for one client it can go away or turn bad. */
export async function startServiceProxy(target: string): Promise<ServiceProxy> {
  let aim = new URL(target);
  let state: 'good' | 'bad' | 'silent' = 'good';
  let failing = 0;
  const failed = new Map<string, number>();
  const server = createServer((incoming, outgoing) => {
    if (state === 'silent') return;
    if (state === 'bad') {
      outgoing.writeHead(403, { 'content-type': 'text/xml' }).end(refusal('InvalidAccessKeyId'));
      return;
    }
    const { method = 'GET', url = '/', headers } = incoming;
    const failures = failed.get(`${method} ${url}`) ?? 0;
    if (failures < failing) {
      failed.set(`${method} ${url}`, failures + 1);
      outgoing.writeHead(503, { 'content-type': 'text/xml' }).end(refusal('InternalError'));
      return;
    }
    const { hostname: host, port } = aim;
    const further = request({ host, port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    further.on('error', () => outgoing.destroy());
    incoming.pipe(further);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${Object(server.address()).port}`,
    aim(next) {
      aim = new URL(next);
    },
    turnBad() {
      state = 'bad';
      server.closeAllConnections();
    },
    failEach(times) {
      failing = times;
      failed.clear();
    },
    fallSilent() {
      state = 'silent';
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
