import { describe, expect, it } from 'vitest';
import { BRIDGE_KINDS, type BridgeInput, bridgeManifests } from '../../../src/domain/manifest/bridge.ts';
import { parseSink } from '../../../src/domain/manifest/sink-reference.ts';
import { faultsOf } from './field-tables.ts';

const INPUT: BridgeInput = {
  name: 'ossnotify-events',
  image: 'registry.example.com/ossnotify:0.1.0',
  queue: 'events',
  place: ['--region', 'cn-shanghai', '--account', '1234567890123456'],
  secretName: 'ossnotify-events-credentials',
  replicas: 3,
  sink: { ref: { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'default' } },
  extensions: {},
  accessKey: { accessKeyId: 'LTAIEXAMPLE', accessKeySecret: 'EXAMPLEsecret' },
  placement: {},
};

function objects(kind: (typeof BRIDGE_KINDS)[number], change: Partial<BridgeInput> = {}) {
  return bridgeManifests(kind, { ...INPUT, ...change }).map(({ object }) => object);
}

describe.each(BRIDGE_KINDS)('the bridge as %s', (kind) => {
  it('fits the tables of its kinds', () => {
    const placement = { namespace: 'prod', labels: { team: 'media' } };
    for (const variant of [{}, { placement }, { extensions: { environment: 'staging' } }]) {
      expect(objects(kind, variant).flatMap(faultsOf)).toEqual([]);
    }
  });

  it('mounts the credentials, and has them nowhere else', () => {
    const [secret, ...others] = objects(kind);
    expect(Buffer.from(Object(secret?.['data']).credentials, 'base64').toString()).toBe(
      '[default]\ntype = access_key\naccess_key_id = LTAIEXAMPLE\naccess_key_secret = EXAMPLEsecret\n',
    );
    expect(JSON.stringify(others)).not.toMatch(/EXAMPLEsecret|LTAIEXAMPLE|secretKeyRef/);
    expect(JSON.stringify(others)).toContain('"secretName":"ossnotify-events-credentials"');
  });

  it('may do nothing but its work', () => {
    const text = JSON.stringify(objects(kind));
    for (const limit of [
      '"runAsNonRoot":true',
      '"readOnlyRootFilesystem":true',
      '"drop":["ALL"]',
      '"memory":"256Mi"',
    ])
      expect(text).toContain(limit);
    expect(text).toContain('"automountServiceAccountToken":false');
  });

  it('leaves K_SINK to the cluster, and never sets what it injects', () => {
    const text = JSON.stringify(objects(kind));
    expect(text).toContain('"--forward","$(K_SINK)"');
    expect(text).not.toMatch(/"name":"K_/);
  });

  it('selects its pods by labels that no option changes', () => {
    const template = (change: Partial<BridgeInput>) =>
      JSON.stringify(Object(objects(kind, change).at(-1)?.['spec']).template.metadata);
    expect(template({ placement: { labels: { team: 'media' } } })).toBe(template({}));
    expect(template({ name: 'other' })).not.toBe(template({}));
  });
});

describe('the kinds of the bridge', () => {
  it('container-source has no replicas to set', () => {
    expect(objects('container-source').map(({ kind }) => kind)).toEqual(['Secret', 'ContainerSource']);
    expect(JSON.stringify(objects('container-source'))).not.toContain('replicas');
  });

  it('sink-binding comes before the Deployment that is its subject, in one namespace', () => {
    const [, binding, deployment] = objects('sink-binding', { placement: { namespace: 'prod' } });
    expect(binding).toMatchObject({
      kind: 'SinkBinding',
      metadata: { namespace: 'prod' },
      spec: {
        subject: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'ossnotify-events', namespace: 'prod' },
      },
    });
    expect(deployment).toMatchObject({
      kind: 'Deployment',
      metadata: { name: 'ossnotify-events' },
      spec: { replicas: 3 },
    });
    const { selector, template } = Object(deployment?.['spec']);
    expect(template.metadata.labels).toEqual(selector.matchLabels);
  });
});

describe('parseSink', () => {
  it.each([
    ['broker:a', { ref: { apiVersion: 'eventing.knative.dev/v1', kind: 'Broker', name: 'a' } }],
    [
      'ksvc:a:b',
      { ref: { apiVersion: 'serving.knative.dev/v1', kind: 'Service', name: 'a', namespace: 'b' } },
    ],
    ['svc:a', { ref: { apiVersion: 'v1', kind: 'Service', name: 'a' } }],
    ['channel:a', { ref: { apiVersion: 'messaging.knative.dev/v1', kind: 'Channel', name: 'a' } }],
    ['https://a.b/c', { uri: 'https://a.b/c' }],
  ])('%s', (text, sink) => {
    expect(parseSink(text)).toEqual({ ok: true, sink });
  });

  it.each([
    ['a', 'bad-sink'],
    ['broker:', 'bad-sink-name'],
    ['broker:A', 'bad-sink-name'],
    ['toString:a', 'bad-sink'],
    ['ksvc:a:B', 'bad-namespace'],
  ])('refuses %s', (text, code) => {
    expect(parseSink(text)).toMatchObject({ ok: false, problem: { code } });
  });
});
