import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { plainYaml, type YamlObject } from '../../../src/domain/manifest/plain-yaml.ts';

describe('plainYaml', () => {
  it('writes as kubectl does', () => {
    const object = {
      kind: 'Deployment',
      spec: {
        replicas: 3,
        args: ['tail', '--queue', 'oss-events', '$(K_SINK)', '0.0.0.0:8080'],
        containers: [{ name: 'tail', ready: true, ports: [{ containerPort: 8080 }], env: [] }, { name: 'b' }],
        emptyDir: {},
      },
    };
    expect(plainYaml(object)).toBe(`kind: Deployment
spec:
  replicas: 3
  args:
  - tail
  - --queue
  - oss-events
  - "$(K_SINK)"
  - "0.0.0.0:8080"
  containers:
  - name: tail
    ready: true
    ports:
    - containerPort: 8080
    env: []
  - name: b
  emptyDir: {}
`);
  });

  it.each([
    ['registry.example.com:5000/a/b:1215', 'registry.example.com:5000/a/b:1215'],
    ['oss:ObjectCreated:PutObject', 'oss:ObjectCreated:PutObject'],
    ['https://a.b/c', 'https://a.b/c'],
    ['oss:ObjectCreated:', '"oss:ObjectCreated:"'],
    ['a: b', '"a: b"'],
    ['a #b', '"a #b"'],
    ['12:30', '"12:30"'],
    ['--1', '"--1"'],
    ['-x', '"-x"'],
    ['.csv', '".csv"'],
    ['yes', '"yes"'],
    ['e000', '"e000"'],
    ['E+5', '"E+5"'],
    ['', '""'],
  ])('%j is written %s', (text, written) => {
    expect(plainYaml({ a: text })).toBe(`a: ${written}\n`);
    expect(plainYaml({ a: [text] })).toBe(`a:\n- ${written}\n`);
  });

  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[-.a-zA-Z0-9_+:#~=<>!&*?|%@ ]{1,8}$/),
    fc.constantFrom(
      'on',
      'No',
      '~',
      '=',
      '<<',
      '0o7',
      '0755',
      '1_000',
      '190:20:30',
      '!!str',
      '- a',
      'a:',
      '? b',
      '--- a',
    ),
  );
  const { object } = fc.letrec<{ object: YamlObject; value: YamlObject[string] }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      text,
      fc.boolean(),
      fc.integer(),
      fc.array(fc.oneof(text, tie('object')), { maxLength: 3 }),
      tie('object'),
    ),
    object: fc.dictionary(text, tie('value'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
  }));

  it('is read alike by both versions of YAML, whatever it holds', () => {
    fc.assert(
      fc.property(object, (value) => {
        for (const version of ['1.1', '1.2'] as const) {
          expect(parse(plainYaml(value), { version, merge: false })).toEqual(value);
        }
      }),
    );
  });
});
