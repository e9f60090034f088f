import type { LiveRule } from '../clients/rules.ts';
import { maskedUrl } from '../domain/masked-url.ts';
import { isLoopbackUrl, isPrivateUrl } from '../domain/private-address.ts';
import { providers } from '../domain/providers/index.ts';
import { creationCommand } from '../domain/rule-command.ts';
import { shellCommand } from '../domain/shell-words.ts';
import { type Check, failed, ok } from './diagnosis.ts';

/** KS3 calls its URLs over the Internet. An emulator on this machine delivers to this machine. */
export async function* callbackChecks(rule: LiveRule, isLocal: boolean): AsyncGenerator<Check> {
  const name = `callback of ${rule.name}`;
  const isReached = (url: string) => !isPrivateUrl(url) || (isLocal && isLoopbackUrl(url));
  for (const { value } of rule.subscriptions) {
    const url = maskedUrl(value);
    const text = `callback not reachable from the Internet: ${url} is an address of a private network`;
    yield isReached(value)
      ? ok(name, url)
      : failed(
          name,
          'callback-unreachable',
          text,
          movedTo(rule, (each) => !isReached(each)),
        );
  }
}

/** What KS3 said of a callback that it made. */
export function undeliveredCallback(name: string, status: string, rule: LiveRule, isLocal: boolean): Check {
  const urls = rule.subscriptions.map(({ value }) => value);
  const shown = urls.map(maskedUrl).join(', ');
  const text = `callback not reachable: KS3 raised the event and could not deliver it (${status}); nothing that answers 2xx is behind ${shown}`;
  const local = isLocal ? urls.find(isLoopbackUrl) : undefined;
  const remedy = local === undefined ? movedTo(rule, () => true) : listening(local);
  return failed(name, 'not-delivered', text, remedy);
}

/** The whole rule: what is left out of a creation would be reset. Secrets of its URLs have to be put in again. */
function movedTo(rule: LiveRule, isMoved: (url: string) => boolean): string {
  const to = rule.subscriptions.map(({ value }) => (isMoved(value) ? publicUrl(value) : maskedUrl(value)));
  return `${creationCommand(rule, providers.ks3, to)} --yes`;
}

function publicUrl(url: string): string {
  return maskedUrl(url).replace(/^https?:\/\/[^/?#]*/, 'https://PUBLIC-HOST');
}

/** The emulator calls this computer, where a tail answers. */
function listening(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  return shellCommand([
    'ossnotify',
    'tail',
    '--listen',
    `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`,
  ]);
}
