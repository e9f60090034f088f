import { EMULATOR_PROFILE } from '../clients/profile-in-force.ts';
import type { PushKeys } from '../clients/push-keys.ts';
import { fileFailure, UsageError } from '../errors.ts';
import type { Listener } from '../sources/listener.ts';
import type { Context } from './context.ts';
import type { OpenedSource, SourceOptions } from './tail-source.ts';

const DEFAULT_HOST = '127.0.0.1';

/** `--listen`: says where it listens, and what it takes from whom. */
export async function openListening(options: SourceOptions, context: Context): Promise<OpenedSource> {
  const { host, port } = options.listen ?? { host: DEFAULT_HOST, port: 0 };
  if (options.keepUnmatched) {
    throw new UsageError(
      'nothing-to-keep',
      '--keep-unmatched needs a queue: what is pushed cannot be left where it is',
      'leave it out, or read a queue by --queue',
    );
  }
  const { openListener } = await import('../sources/listener.ts');
  const { settings, system, tell } = context;
  const account = (await settings.get('account'))?.value;
  const { now, sleep } = system;
  const keys = await pushKeys(options, context);
  const listener = await openListener({
    host,
    port,
    path: options.listenPath,
    keys,
    account,
    now,
    sleep,
    tell,
  });
  tellPlaces(listener, options, tell);
  const { source, url, close } = listener;
  return {
    source,
    names: url,
    ifRefused: 'comes again when its sender, who is told so, sends it again',
    comesAgain: true,
    close,
  };
}

/** A random path nobody could know unless it is told; one that was given is a secret that somebody keeps. */
function tellPlaces(
  { url, secretPath }: Listener,
  { listen, listenPath }: SourceOptions,
  tell: Context['tell'],
): void {
  if (listenPath !== undefined) {
    tell('everything is taken at the path of --listen-path only');
    return;
  }
  tell(`KS3 callbacks: ${url}${secretPath}; MNS pushes and CloudEvents: any path`);
  if (!isLoopback(listen?.host ?? DEFAULT_HOST)) tell(openWarning(url));
}

function openWarning(url: string): string {
  return `warning: whoever reaches ${url} can send it CloudEvents, which nobody signs; --listen-path /SECRET asks all for a path`;
}

function isLoopback(host: string): boolean {
  return /^(127\.|localhost$|::1$)/.test(host);
}

/** A pinned key if one is given; the emulator's own while its profile is in force; else the service's certificates. */
async function pushKeys(
  { pushCertificate }: SourceOptions,
  { settings, system }: Context,
): Promise<PushKeys> {
  const [{ keyAt, serviceKeys }, { downloadCertificate: download }] = await Promise.all([
    import('../clients/push-keys.ts'),
    import('../clients/certificate-download.ts'),
  ]);
  const { now } = system;
  if (pushCertificate !== undefined) return pinnedFile(pushCertificate, system.cwd);
  const profile = (await settings.profile())?.value;
  if (profile !== EMULATOR_PROFILE) return serviceKeys({ download, now });
  // By the configuration's address and not by what a push names.
  const endpoint = await settings.require('endpoint');
  return keyAt(new URL('/_emulator/push-certificate.pem', endpoint).href, { download, now });
}

async function pinnedFile(file: string, cwd: string): Promise<PushKeys> {
  const [{ resolve }, { readFile }, { keyOfPem, pinnedKey }] = await Promise.all([
    import('node:path'),
    import('node:fs/promises'),
    import('../clients/push-keys.ts'),
  ]);
  const path = resolve(cwd, file);
  const pem = await readFile(path, 'latin1').catch((error: unknown) => {
    throw fileFailure(error, path, 'read');
  });
  const key = keyOfPem(pem);
  if (key) return pinnedKey(key);
  throw new UsageError(
    'bad-certificate',
    `${file} holds no certificate or public key of RSA`,
    'give a PEM file; that of the emulator is at /_emulator/push-certificate.pem',
  );
}
