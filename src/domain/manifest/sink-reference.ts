import { bareUrl } from '../masked-url.ts';
import type { Problem } from '../problem.ts';
import { brokerReference } from './broker.ts';
import { serviceReference } from './knative-service.ts';
import { checkName } from './object-names.ts';
import type { YamlObject } from './plain-yaml.ts';

/** Where a source sends, as today's Knative spells it: a reference to an object, or a URL. */
export type SinkReference = { readonly ref: YamlObject } | { readonly uri: string };

export type ParsedSink =
  | { readonly ok: true; readonly sink: SinkReference }
  | { readonly ok: false; readonly problem: Problem };

const REFERENCES: Readonly<Record<string, (name: string) => YamlObject>> = {
  broker: (name) => brokerReference(name, 'current'),
  ksvc: (name) => serviceReference(name, 'current'),
  svc: (name) => ({ apiVersion: 'v1', kind: 'Service', name }),
  channel: (name) => ({ apiVersion: 'messaging.knative.dev/v1', kind: 'Channel', name }),
};

/** The shorthand of the `kn` tool: `broker:NAME`, `ksvc:NAME[:NAMESPACE]`, `svc:NAME`, `channel:NAME`, or a URL. */
export function parseSink(text: string): ParsedSink {
  if (/^https?:\/\//i.test(text)) return parseUrl(text);
  const [, kind = '', name = '', namespace] = /^([a-z]+):([^:]*)(?::([^:]*))?$/.exec(text) ?? [];
  const reference = Object.hasOwn(REFERENCES, kind) ? REFERENCES[kind] : undefined;
  if (reference === undefined) return { ok: false, problem: unknownForm(text) };
  const [problem] = [
    ...checkName('sink name', name, 'subdomain'),
    ...(namespace === undefined ? [] : checkName('namespace', namespace, 'label')),
  ];
  if (problem) return { ok: false, problem };
  return { ok: true, sink: { ref: { ...reference(name), ...(namespace !== undefined && { namespace }) } } };
}

/** A manifest is no place for a password, and the API server takes no blanks. */
function parseUrl(text: string): ParsedSink {
  if (/\s/.test(text) || !URL.canParse(text)) return { ok: false, problem: unknownForm(text) };
  const { username, password } = new URL(text);
  if (username === '' && password === '') return { ok: true, sink: { uri: text } };
  const message = `the sink ${bareUrl(text)} is given with a user name or a password`;
  return {
    ok: false,
    problem: {
      code: 'password-in-url',
      message,
      hint: 'manifests are read by many: leave it out of the URL',
    },
  };
}

function unknownForm(text: string): Problem {
  return {
    code: 'bad-sink',
    message: `${JSON.stringify(bareUrl(text))} is no sink`,
    hint: 'write broker:NAME, ksvc:NAME, svc:NAME or channel:NAME, with :NAMESPACE where it is another one, or a URL',
  };
}
