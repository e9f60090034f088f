import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readXml } from '../../../src/emulator/http/xml-reader.ts';
import { writeXml } from '../../../src/emulator/http/xml-writer.ts';

const read = (text: string) => readXml(Buffer.from(text));

describe('readXml', () => {
  test('reads elements, text, CDATA and entities, whatever the prefix', () => {
    const root = read(
      '\uFEFF<?xml version="1.0"?><!-- x --><n:a xmlns:n="urn:x"><b k=\'1\'>1 &lt; 2 &amp;&#13;&#x76EE;</b><c><![CDATA[<&>]]></c><d/></n:a>',
    );
    expect(root).toMatchObject({
      name: 'a',
      text: '',
      children: [
        { name: 'b', text: '1 < 2 &\r目', children: [] },
        { name: 'c', text: '<&>', children: [] },
        { name: 'd', text: '', children: [] },
      ],
    });
  });

  test.each([
    ['nothing', ''],
    ['no element', 'text'],
    ['an open element', '<a>'],
    ['crossed elements', '<a><b></a></b>'],
    ['two roots', '<a/><b/>'],
    ['a bare ampersand', '<a>1 & 2</a>'],
    ['an unknown entity', '<a>&bomb;</a>'],
    ['an entity by a name that every object knows', '<a>&constructor;</a>'],
    ['a document type', '<!DOCTYPE a [<!ENTITY bomb "x">]><a>&bomb;</a>'],
    ['a control character', '<a>\u0001</a>'],
    ['a reference to one', '<a>&#1;</a>'],
    ['half a surrogate pair', '<a>&#xD800;</a>'],
    ['a number as a name', '<a><0>x</0></a>'],
    ['an attribute without quotes', '<a b=c/>'],
    ['a declaration in the middle', '<a><?xml version="1.0"?></a>'],
    ['a declaration after a blank', ' <?xml version="1.0"?><a/>'],
    ['a declaration without a version', '<?xml?><a/>'],
    ['an instruction without a name', '<a><?  ?></a>'],
    ['an attribute that stands twice', '<a b="1" b="2"/>'],
    ['an unknown entity in an attribute', '<a b="&bomb;"/>'],
    ['the end of a CDATA section without one', '<a>x ]]> y</a>'],
    ['CDATA outside of the root', '<a/><![CDATA[ ]]>'],
    ['a reference outside of the root', '<a/>&#32;'],
    ['two hyphens in a comment', '<a><!-- x -- y --></a>'],
    ['a comment that does not end', '<a/><!-- x'],
    ['an element of an unbound prefix', '<n:a/>'],
    ['an attribute of an unbound prefix', '<a n:b="1"/>'],
    ['a prefix out of its scope', '<a><n:b xmlns:n="urn:x"/><n:c/></a>'],
    ['two colons in a name', '<a xmlns:n="urn:x"><n:b:c/></a>'],
    ['too deep a nest', '<a>'.repeat(33) + '</a>'.repeat(33)],
  ])('refuses %s', (_, text) => {
    expect(read(text)).toBeUndefined();
  });

  test.each([
    '<?xml version="1.1" encoding="UTF-8" standalone=\'yes\' ?>\n<a/>',
    '<a xml:lang="en" xmlns:n="urn:x" n:b=">"><?php x ?><n:b/></a>',
    '<n:a xmlns:n="urn:x"><n:b n:c="&amp;"></n:b></n:a>',
    '<a><!-- - x - --></a><!----><?end?>\n',
    '<a><![CDATA[]]]]><![CDATA[>]]></a>',
  ])('takes %s', (text) => {
    expect(read(text)?.name).toBe('a');
  });

  test('takes references to control characters where keys may stand so', () => {
    const text = '<a>x&#1;&#x1f;</a>';
    expect(readXml(Buffer.from(text), { anyReference: true })?.text).toBe('x\u0001\u001f');
    expect(readXml(Buffer.from('<a>&#xD800;</a>'), { anyReference: true })).toBeUndefined();
  });

  test('refuses what is not UTF-8', () => {
    expect(readXml(Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e]))).toBeUndefined();
  });

  test('reads back any text that XML can carry, as written', () => {
    const carried = fc
      .string({ unit: 'grapheme' })
      .filter((text) => !/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text));
    fc.assert(
      fc.property(carried, (text) => {
        const document = writeXml({ prolog: '<?xml version="1.0" ?>', namespace: 'urn:x' }, [
          'a',
          [['b', text]],
        ]);
        expect(read(document)?.children[0]?.text).toBe(text);
      }),
    );
  });

  test('never throws', () => {
    const markup = fc.array(
      fc.constantFrom(
        '<',
        '>',
        '/',
        '&',
        ';',
        '#',
        'a',
        '"',
        '=',
        ' ',
        '<a>',
        '</a>',
        '<![CDATA[',
        ']]>',
        '<!--',
      ),
    );
    fc.assert(fc.property(markup, (parts) => void read(parts.join(''))));
  });
});
