import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonPositions } from '../../src/use-cases/json-positions.ts';
import { parseRuleText } from '../../src/use-cases/rule-file-text.ts';
import { parseYamlRules } from '../../src/use-cases/yaml-rule-text.ts';

type Path = (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, each]) =>
      pathsOf(each, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

describe('JsonPositions', () => {
  it('finds every value of any JSON in the line where the YAML parser finds it', async () => {
    const json = fc
      .jsonValue({ depthSize: 'medium', maxDepth: 4 })
      .filter((value) => typeof value === 'object' && value !== null);
    await fc.assert(
      fc.asyncProperty(json, fc.constantFrom(0, 1, 3), async (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const positions = new JsonPositions(text);
        const yaml = parseYamlRules(text, 'f');
        fc.pre(!text.includes('"__proto__"'));
        for (const path of pathsOf(value)) {
          expect(positions.lineOf(path)).toBe(await yaml.lineOf([0, ...path]));
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('parseRuleText', () => {
  it('takes one JSON document, a list of them, YAML documents, and JSON between dashes', async () => {
    const values = async (text: string) => (await parseRuleText(text, 'f')).values;
    expect(await values('{"a":1}')).toEqual([{ a: 1 }]);
    expect(await values('[{"a":1},{"a":2}]')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await values('a: 1\n---\na: 2\n')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await values('{"a":1}\n---\n{"a":2}\n')).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await values('---\n# nothing\n')).toEqual([]);
  });

  it.each([
    ['{"a":\n', /^f:\d: /],
    ['a: 1\na: 2\n', /^f:2: .*unique/],
    ['a: [1\n', /^f:\d: /],
  ])('says in which line %j is wrong', async (text, message) => {
    await expect(parseRuleText(text, 'f')).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(message),
    });
  });

  it('refuses aliases that unfold without end', async () => {
    const bomb = Array.from(
      { length: 12 },
      (_, at) =>
        `a${at}: &a${at} [${
          at === 0
            ? 'x'
            : Array(9)
                .fill(`*a${at - 1}`)
                .join(',')
        }]`,
    );
    await expect(parseRuleText(bomb.join('\n'), 'f')).rejects.toMatchObject({ code: 'bad-syntax' });
  });
});
