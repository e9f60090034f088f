import type { Problem } from './problem.ts';

/** Where a rule's messages go, as `--to` spells it. */
export type Destination =
  | { readonly kind: 'topic'; readonly name: string }
  | { readonly kind: 'queue'; readonly name: string }
  | { readonly kind: 'url'; readonly url: string };

export type ParsedDestination =
  | { readonly ok: true; readonly destination: Destination }
  | { readonly ok: false; readonly problem: Problem };

/** MNS names of queues and topics: 1 to 120 letters, digits and hyphens, a letter or digit first (service limits page). */
const MNS_NAME = /^[A-Za-z0-9][A-Za-z0-9-]{0,119}$/;

export function parseDestination(text: string): ParsedDestination {
  const [, kind, name = ''] = /^(topic|queue):(.*)$/s.exec(text) ?? [];
  if (kind === 'topic' || kind === 'queue') {
    return MNS_NAME.test(name)
      ? { ok: true, destination: { kind, name } }
      : { ok: false, problem: badName(kind, name) };
  }
  if (/^https?:\/\//.test(text) && URL.canParse(text))
    return { ok: true, destination: { kind: 'url', url: text } };
  return { ok: false, problem: unknownForm(text) };
}

export function isMnsName(text: string): boolean {
  return MNS_NAME.test(text);
}

export function formatDestination(destination: Destination): string {
  return destination.kind === 'url' ? destination.url : `${destination.kind}:${destination.name}`;
}

function badName(kind: string, name: string): Problem {
  return {
    code: `bad-${kind}-name`,
    message: `${JSON.stringify(name)} is no name for a ${kind}`,
    hint: 'A name has 1 to 120 letters, digits and hyphens, and begins with a letter or a digit.',
  };
}

function unknownForm(text: string): Problem {
  return {
    code: 'bad-destination',
    message: `${JSON.stringify(text)} is no destination`,
    hint: 'Write topic:NAME, queue:NAME or an http(s) URL.',
  };
}
