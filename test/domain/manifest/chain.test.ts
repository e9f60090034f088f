import { describe, expect, it } from 'vitest';
import { CHAIN_KINDS, type ChainInput, chainManifests } from '../../../src/domain/manifest/chain.ts';
import { sourceName } from '../../../src/domain/manifest/mns-oss-source.ts';
import { compileTriggerFilter } from '../../../src/domain/manifest/trigger-filter.ts';
import { providers } from '../../../src/domain/providers/index.ts';
import { faultsOf } from './field-tables.ts';

const INPUT: ChainInput = {
  api: 'current',
  placement: {},
  secret: { name: 'mnsoss-secret', key: 'mns', token: 'e30=' },
  serviceAccount: 'mnsoss-sa',
  broker: 'default',
  sources: [
    { name: 'mnsoss-movies', topic: 'movies' },
    { name: 'mnsoss-photos', topic: 'photos' },
  ],
  service: { name: 'event-display', display: 'event-display', image: 'registry.example.com/display:1' },
  trigger: { name: 'oss-trigger', filter: {} },
};

function objects(change: Partial<ChainInput> = {}) {
  return chainManifests(CHAIN_KINDS, { ...INPUT, ...change }).map(({ object }) => object);
}

function named(kind: string, change: Partial<ChainInput> = {}) {
  return objects(change).filter((object) => object.kind === kind);
}

describe('the chain', () => {
  it.each(['current', 'legacy'] as const)('%s: every object fits the table of its kind', (api) => {
    const placement = { namespace: 'prod', labels: { team: 'media' } };
    for (const variant of [{ api }, { api, placement }, { api, placement, broker: 'other' }]) {
      expect(objects(variant).flatMap(faultsOf)).toEqual([]);
    }
  });

  it.each(['current', 'legacy'] as const)('%s: our own display fits the table of its kind', (api) => {
    const service = { ...INPUT.service, display: 'ossnotify' } as const;
    expect(named('Service', { api, service }).flatMap(faultsOf)).toEqual([]);
  });

  it('stands in the order in which the cluster needs it', () => {
    expect(objects().map(({ kind }) => kind)).toEqual([
      ...['Secret', 'ServiceAccount', 'ClusterRoleBinding', 'Broker', 'Service'],
      ...['MnsOssSource', 'MnsOssSource', 'Trigger'],
    ]);
  });

  it('uses the versions of its generation, for objects and references alike', () => {
    const legacy = JSON.stringify(objects({ api: 'legacy' }));
    const current = JSON.stringify(objects());
    expect(legacy).not.toMatch(/"(eventing|serving)\.knative\.dev\/v1"/);
    expect(current).not.toMatch(/"(eventing|serving)\.knative\.dev\/v1alpha1"/);
    expect(current).not.toContain('injection');
  });

  it('legacy: the label makes the default broker, another one is an object', () => {
    expect(named('Namespace', { api: 'legacy', placement: { namespace: 'prod' } })).toMatchObject([
      { metadata: { name: 'prod', labels: { 'knative-eventing-injection': 'enabled' } } },
    ]);
    expect(named('Broker', { api: 'legacy', broker: 'other' })).toMatchObject([
      { metadata: { name: 'other' } },
    ]);
  });

  it('invents no namespace but that of the subject, which needs one', () => {
    const text = JSON.stringify(objects());
    expect(text.match(/"namespace":"[^"]*"/g)).toEqual(['"namespace":"default"']);
  });

  it.each([
    [{}, 'eventing-sources-mnsoss', 'default'],
    [{ placement: { namespace: 'default' } }, 'eventing-sources-mnsoss', 'default'],
    [{ placement: { namespace: 'prod' } }, 'eventing-sources-mnsoss-prod', 'prod'],
    [{ placement: { namespace: 'prod' }, serviceAccount: 'a' }, 'eventing-sources-mnsoss-prod:a', 'prod'],
  ])('names the binding so that another namespace does not replace it: %j', (change, name, namespace) => {
    const [binding] = named('ClusterRoleBinding', change);
    expect(binding).toMatchObject({
      metadata: { name },
      roleRef: { name: 'eventing-sources-mnsoss-controller' },
      subjects: [{ namespace }],
    });
  });

  it('labels every object, and keeps the legacy label a string', () => {
    const labels = { team: 'media' };
    for (const object of objects({ placement: { labels } }))
      expect(object.metadata).toMatchObject({ labels });
    expect(named('MnsOssSource', { api: 'legacy', placement: { labels } })[0]?.metadata['labels']).toEqual({
      'controller-tools.k8s.io': '1.0',
      team: 'media',
    });
  });

  it('leaves the Secret out where its token is not known', () => {
    expect(named('Secret', { secret: { name: 'a', key: 'b' } })).toEqual([]);
    expect(named('MnsOssSource', { secret: { name: 'a', key: 'b' } })[0]).toMatchObject({
      spec: { accessToken: { secretKeyRef: { name: 'a', key: 'b' } } },
    });
  });
});

describe('sourceName', () => {
  it.each([
    ['movies', 'mnsoss-movies'],
    ['mns-en-topics-oss-face-image-2381221888dds9129', 'mnsoss-face-image-2381221888dds9129'],
  ])('%s: %s', (topic, name) => {
    expect(sourceName(topic)).toBe(name);
  });

  it('keeps topics apart that differ only in what a name cannot hold', () => {
    const topics = ['Movies', 'movies', 'MOVIES', 'movies-', `${'a'.repeat(100)}1`, `${'a'.repeat(100)}2`];
    const names = topics.map((topic) => sourceName(topic));
    expect(new Set(names).size).toBe(topics.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
  });
});

describe('compileTriggerFilter', () => {
  const compile = (events: string[], attributes = {}, api: 'current' | 'legacy' = 'current') =>
    compileTriggerFilter({ events, attributes, api, provider: providers.oss });

  it.each([
    [[], {}, {}],
    [['ObjectCreated:PutObject'], {}, { filter: { attributes: { type: 'oss:ObjectCreated:PutObject' } } }],
    [['PutObject'], { a: 'b' }, { filter: { attributes: { type: 'oss:ObjectCreated:PutObject', a: 'b' } } }],
    [[], { a: 'b' }, { filter: { attributes: { a: 'b' } } }],
    [['ObjectCreated:*'], {}, { filters: [{ prefix: { type: 'oss:ObjectCreated:' } }] }],
    [
      ['ObjectCreated:*', 'ObjectRemoved:DeleteObject'],
      { a: 'b' },
      {
        filters: [
          {
            any: [
              { prefix: { type: 'oss:ObjectCreated:' } },
              { exact: { type: 'oss:ObjectRemoved:DeleteObject' } },
            ],
          },
          { exact: { a: 'b' } },
        ],
      },
    ],
  ])('%j %j', (events, attributes, filter) => {
    expect(compile(events, attributes)).toEqual({ ok: true, filter });
    const [trigger] = named('Trigger', { trigger: { name: 't', filter } });
    expect(faultsOf(trigger)).toEqual([]);
  });

  it('legacy knows one exact type only', () => {
    expect(compile(['PutObject'], {}, 'legacy')).toMatchObject({ ok: true });
    expect(compile(['ObjectCreated:*'], {}, 'legacy')).toMatchObject({
      problem: { code: 'filter-needs-current' },
    });
    expect(compile(['PutObject', 'PostObject'], {}, 'legacy')).toMatchObject({ ok: false });
  });
});

describe('the tables themselves', () => {
  it.each([
    [{ apiVersion: 'v2', kind: 'Secret' }, 'Secret v2: no such kind'],
    [{ apiVersion: 'v1', kind: 'Namespace', metadata: {} }, 'Namespace.metadata.name: missing'],
    [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', namespace: 'b' } },
      'Namespace: has a namespace',
    ],
    [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 1 } }, 'Namespace.metadata.name: no string!'],
    [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a' }, status: {} },
      'Namespace.status: unknown field',
    ],
  ])('find the fault of %j', (object, fault) => {
    expect(faultsOf(object)).toEqual([fault]);
  });
});
