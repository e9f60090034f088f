import { describe, expect, it } from 'vitest';
import { encodeToken } from '../../src/domain/token.ts';
import { faultsOf } from '../domain/manifest/field-tables.ts';
import { documentsOf, hasKubectl, readByKubectl, readByKustomize } from '../support/kubectl.ts';
import { runProgram, startProgram } from '../support/run-program.ts';

const SECRET = 'EXAMPLEsecretEXAMPLEsecret0001';
const ENV = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIEXAMPLEKEYID0001',
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET,
  OSSNOTIFY_ACCOUNT: '1234567890123456',
  OSSNOTIFY_REGION: 'cn-shanghai',
};
const TOKEN = encodeToken({
  url: 'https://1234567890123456.mns.cn-shanghai.aliyuncs.com/',
  accessKeyId: 'LTAIEXAMPLEKEYID0001',
  accessKeySecret: SECRET,
});
const manifest = (...argv: string[]) => runProgram(['manifest', ...argv], { env: ENV });

const PRINTED: readonly (readonly [string, readonly string[]])[] = [
  ['all-current', ['all', '--topic', 'movies']],
  [
    'all-legacy',
    ['all', '--topic', 'mns-en-topics-oss-face-image-2381221888dds9129', '--api', 'legacy', '-n', 'prod'],
  ],
  [
    'all-options',
    [
      ...['all', '--topic', 'movies,Photos', '-n', 'media', '--name', 'in', '--broker', 'oss', '--key', 'on'],
      ...['--secret-name', 'yes', '--service-account', '1-2', '--service', 'show', '--trigger', '0755'],
      ...['--image', 'registry.example.com:5000/show@sha256:00ff', '--label', 'team=on,release=1.10'],
      ...[
        '--event',
        'ObjectCreated:*',
        '--event',
        'ObjectRemoved:DeleteObject',
        '--filter',
        'aliyunregionid=no',
      ],
    ],
  ],
  ['all-without-secret', ['all', '--topic', 'movies', '--secret', 'omit']],
  ['service-account', ['service-account', '-n', 'prod']],
  [
    'bridge',
    ['bridge', '--queue', 'oss-events', '--image', 'registry.example.com/ossnotify/ossnotify:0.1.0'],
  ],
  [
    'bridge-sink-binding',
    [
      ...[
        'bridge',
        '--queue',
        'Events',
        '--replicas',
        '3',
        '-n',
        'media',
        '--name',
        'in',
        '--network',
        'vpc',
      ],
      ...[
        '--sink',
        'ksvc:show:other',
        '--ce-override',
        'environment=on',
        '--ce-override',
        'release=1.10',
        '--label',
        'team=media',
      ],
      ...['--image', 'registry.example.com/ossnotify/ossnotify:0.1.0', '--secret-name', 'keys'],
    ],
  ],
  [
    'service-ossnotify',
    ['service', '--display', 'ossnotify', '--image', 'registry.example.com/ossnotify:0.1.0', '-n', 'media'],
  ],
  ['trigger-legacy', ['trigger', '--api', 'legacy', '--event', 'ObjectCreated:PutObject']],
];

describe.each(PRINTED)('manifest: %s', (name, argv) => {
  it('is what is committed, with nothing but manifests on stdout', async () => {
    const { status, stdout } = await manifest(...argv);
    expect(status).toBe(0);
    await expect(stdout).toMatchFileSnapshot(`../fixtures/manifest/${name}.yaml`);
    expect((await manifest(...argv)).stdout).toBe(stdout);
  });

  it('is read alike by YAML 1.1 and 1.2, and is the same as JSON', async () => {
    const { stdout } = await manifest(...argv);
    const documents = documentsOf(stdout, '1.1');
    expect(documentsOf(stdout, '1.2')).toEqual(documents);
    const json = JSON.parse((await manifest(...argv, '-o', 'json')).stdout);
    expect(json).toEqual({ apiVersion: 'v1', kind: 'List', items: documents });
    expect(documents.flatMap(faultsOf)).toEqual([]);
  });

  it.runIf(hasKubectl)('is read by kubectl and by its kustomize as it was meant', async () => {
    const [yaml, json] = [(await manifest(...argv)).stdout, (await manifest(...argv, '-o', 'json')).stdout];
    const objects = documentsOf(yaml);
    expect(readByKubectl(yaml)).toEqual(objects);
    expect(readByKubectl(json)).toEqual(objects);
    expect(inOneOrder(readByKustomize(yaml))).toEqual(inOneOrder(objects));
  });
});

function inOneOrder(objects: readonly unknown[]): unknown[] {
  const nameOf = (object: unknown) => `${Object(object).kind} ${Object(object).metadata.name}`;
  return objects.toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
}

describe('manifest', () => {
  it.each([
    ['secret', 'Secret', 'a'],
    ['service-account', 'ServiceAccount', 'a'],
    ['broker', 'Broker', 'a'],
    ['service', 'Service', 'a'],
    ['trigger', 'Trigger', 'a'],
    ['source', 'MnsOssSource', 'a'],
  ])('%s: --name names it', async (kind, expected, name) => {
    const { stdout } = await manifest(kind, '--name', name, '--topic', 'movies');
    expect(documentsOf(stdout)[0]).toMatchObject({ kind: expected, metadata: { name } });
  });

  it('service --display ossnotify runs a tail that shows what a Trigger posts', async () => {
    const { stdout, stderr } = await manifest('service', '--display', 'ossnotify');
    const [container] = Object(documentsOf(stdout)[0]).spec.template.spec.containers;
    expect(container).toMatchObject({
      image: expect.stringMatching(/^ossnotify:/),
      args: expect.arrayContaining([`0.0.0.0:${container.ports[0].containerPort}`]),
    });
    expect(stderr).toMatch(/^image ossnotify:\S+ is what the Dockerfile builds: .*--image\n$/);
    // The same on a port that is free here; the pod has neither settings nor a home.
    const args = container.args.map((arg: string) => arg.replace(/^0\.0\.0\.0:\d+$/, '0.0.0.0:0'));
    const tail = startProgram(args, { env: { K_SERVICE: 'event-display', PORT: '8080' } });
    const [, port] = /http:\/\/0\.0\.0\.0:(\d+)/.exec(await tail.stderr.until(/listening on .*\n/)) ?? [];
    const headers = { 'content-type': 'application/cloudevents+json' };
    const body = JSON.stringify({
      ...{ specversion: '1.0', id: '7', source: 'acs.oss', type: 'oss:ObjectCreated:PutObject' },
      data: {
        eventName: 'ObjectCreated:PutObject',
        oss: { bucket: { name: 'b' }, object: { key: 'k.mp3' } },
      },
    });
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body });
    expect(answer.status).toBe(204);
    await tail.stdout.until(/k\.mp3/);
    tail.signal('SIGTERM');
    expect(await tail.ended).toMatchObject({
      status: 143,
      stdout: expect.stringContaining('cloudevents.Event'),
    });
  });

  it('secret holds the token of the credentials in force', async () => {
    const { stdout } = await manifest('secret');
    expect(documentsOf(stdout)).toMatchObject([{ data: { mns: TOKEN } }]);
    const { stdout: whole } = await manifest('all', '--topic', 'a');
    expect((await runProgram(['token', 'inspect'], { stdin: whole })).status).toBe(0);
  });

  it('secret takes its key from stdin', async () => {
    const { ALIBABA_CLOUD_ACCESS_KEY_SECRET: _left, ...env } = ENV;
    const argv = [
      'manifest',
      'secret',
      '--access-key-id',
      'LTAIEXAMPLEKEYID0001',
      '--access-key-secret-stdin',
    ];
    const { stdout } = await runProgram(argv, { env, stdin: `${SECRET}\n` });
    expect(documentsOf(stdout)).toMatchObject([{ data: { mns: TOKEN } }]);
  });

  it('all --api legacy makes the namespace before what is in it', async () => {
    const { stdout } = await manifest('all', '--topic', 'a', '--api', 'legacy', '-n', 'media');
    expect(documentsOf(stdout)[0]).toMatchObject({ kind: 'Namespace', metadata: { name: 'media' } });
  });

  it.each(['container-source', 'sink-binding'])('bridge --kind %s takes a URL as sink', async (kind) => {
    const uri = 'https://sink.example.com/a?b=c';
    const { stdout } = await manifest('bridge', '--queue', 'a', '--kind', kind, '--sink', uri);
    const documents = documentsOf(stdout);
    expect(documents.flatMap(faultsOf)).toEqual([]);
    expect(documents[1]).toMatchObject({ spec: { sink: { uri } } });
  });

  it('takes commas within the values of --filter and --ce-override', async () => {
    const filtered = await manifest('trigger', '--filter', 'subject=a,b=c', '--filter', 'source=d');
    expect(documentsOf(filtered.stdout)).toMatchObject([
      { spec: { filter: { attributes: { subject: 'a,b=c', source: 'd' } } } },
    ]);
    const { stdout } = await manifest('bridge', '--queue', 'a', '--ce-override', 'team=x,y=z');
    expect(documentsOf(stdout)[1]).toMatchObject({
      spec: { ceOverrides: { extensions: { team: 'x,y=z' } } },
    });
  });

  it('needs no credentials for what holds none', async () => {
    for (const argv of [['all', '--topic', 'a', '--secret', 'omit'], ['broker'], ['trigger']]) {
      expect((await runProgram(['manifest', ...argv])).status).toBe(0);
    }
  });

  it.each([
    ['source', /no topic is named/],
    ['source --topic a_b', /"a_b" is no name for a topic/],
    ['source --topic https://1.mns.cn-shanghai.aliyuncs.com/topics/a', /is no name for a topic/],
    ['all --topic a -n Prod', /"Prod" is no namespace/],
    ['broker --name a.b', /"a.b" is no broker name/],
    ['service --name 1a', /"1a" is no service name/],
    ['service --image a%20b', /is no image reference/],
    ['service --label team', /It must be written NAME=VALUE/],
    ['service --label team=-', /"-" is no label value/],
    ['trigger --event ObjectCreated:Nothing', /no event type "ObjectCreated:Nothing"/],
    ['trigger --api legacy --event ObjectCreated:*', /one exact event type/],
    ['secret --url http://127.0.0.1:1', /not an MNS endpoint/],
    ['trigger --filter dataschema_=a', /is no name of a CloudEvents attribute/],
    ['secret --secret omit', /prints the Secret/],
    ['all --topic a --provider ks3', /does not serve/],
    ['secret --provider ks3', /does not serve/],
    [`secret --url https://u:${SECRET}@h/`, /"https:\/\/h\/" is not an MNS endpoint/],
    [`bridge --queue a --endpoint http://u:${SECRET}@h:1`, /the endpoint http:\/\/h:1\/ is given with/],
    [`bridge --queue a --sink https://u:${SECRET}@h/p`, /the sink https:\/\/h\/p is given with/],
    ['bridge --queue a --sink http://h/\ta', /is no sink/],
    ['bridge', /--queue/],
    ['bridge --queue a_b', /"a_b" is no name/],
    ['bridge --queue a --kind container-source --replicas 2', /a ContainerSource runs one replica/],
    ['bridge --queue a --sink default', /"default" is no sink/],
    ['bridge --queue a --ce-override Big=1', /is no name of a CloudEvents attribute/],
    ['bridge --queue a --ce-override type=a', /"type" is no extension/],
    ['bridge --queue a --access-key-id STS.a', /temporary \(STS\)/],
    ['secret --access-key-id STS.a', /temporary \(STS\)/],
  ])('refuses %s with 2', async (line, cause) => {
    const { status, stdout, stderr } = await runProgram(['manifest', ...line.split(' ')], {
      env: ENV,
      stdin: SECRET,
    });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(cause);
    expect(stderr).not.toContain(SECRET);
  });

  it.each([
    ['all --topic a --api legacy', /never kubectl delete -f/],
    ['all --topic a', /the binding names namespace default/],
    ['all --topic a --secret omit', /key mns of Secret mnsoss-secret/],
    ['all --topic a --event ObjectCreated:*', /not documented: --event may match none/],
    [`source --topic ${'a'.repeat(50)} -n ${'n'.repeat(40)}`, /too long for the queue/],
    ['source --topic a', /add-on/],
    ['bridge --queue a', /what the Dockerfile builds/],
    ['bridge --queue a --secret omit', /key credentials of Secret ossnotify-a-credentials/],
  ])('%s: warns on stderr, unless quiet', async (line, remark) => {
    expect((await manifest(...line.split(' '))).stderr).toMatch(remark);
    expect((await manifest(...line.split(' '), '-q')).stderr).toBe('');
  });
});
