import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePeeked, parseReceived, readReceived, scanReceived } from '../../src/clients/mns-message.ts';

const HEAD = '<?xml version="1.0" ?>\n<Messages xmlns="http://mns.aliyuncs.com/doc/v1">\n';
const TAIL = '</Messages>\n';

interface Sample {
  readonly id: string;
  readonly body: string;
  readonly enqueued: number;
  readonly count: number;
  readonly extra: string;
}

/** Written apart from the code under test, as the service writes it. */
function document(messages: readonly Sample[], gap = '\n    '): string {
  const items = messages.map(({ id, body, enqueued, count, extra }) =>
    [
      '  <Message>',
      `<MessageId>${id}</MessageId>`,
      '<MessageBodyMD5>5D41402ABC4B2A76B9719D911017C592</MessageBodyMD5>',
      `<MessageBody>${body.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;')}</MessageBody>`,
      `<ReceiptHandle>${id}-MSAx/+==</ReceiptHandle>`,
      `<EnqueueTime>${enqueued}</EnqueueTime>`,
      `<FirstDequeueTime>${enqueued + 1}</FirstDequeueTime>`,
      `<NextVisibleTime>${enqueued + 2}</NextVisibleTime>`,
      `<DequeueCount>${count}</DequeueCount>`,
      `<Priority>8</Priority>${extra}`,
    ].join(gap),
  );
  return `${HEAD}${items.map((item) => `${item}\n  </Message>\n`).join('')}${TAIL}`;
}

const PROPERTIES =
  '<UserProperties><PropertyValue><Name>&lt;Message&gt;</Name><Value>x</Value><Type>STRING</Type></PropertyValue></UserProperties>';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that XML 1.0 cannot carry
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;
const text = fc.string({ unit: 'binary' }).filter((body) => body.trim() !== '' && !NOT_XML.test(body));

const sample: fc.Arbitrary<Sample> = fc.record({
  id: fc.stringMatching(/^[0-9A-F]{32}$/),
  body: fc.oneof(text, fc.json(), fc.constant('</MessageBody><Message>'), fc.constant('&amp;&#13;')),
  enqueued: fc.nat(),
  count: fc.integer({ min: 1, max: 99 }),
  extra: fc.constantFrom('', PROPERTIES),
});

describe('the scanner', () => {
  it('reads what was written, and the same as the parser', () => {
    fc.assert(
      fc.property(
        fc.array(sample, { minLength: 1, maxLength: 16 }),
        fc.constantFrom('', '\n    '),
        (samples, gap) => {
          const xml = document(samples, gap);
          const scanned = scanReceived(xml);
          expect(scanned).toEqual(
            samples.map(({ id, body, enqueued, count }) => ({
              messageId: id,
              body,
              receipt: `${id}-MSAx/+==`,
              enqueuedAtMs: enqueued,
              nextVisibleAtMs: enqueued + 2,
              dequeueCount: count,
            })),
          );
          expect(parseReceived(xml)).toEqual(scanned);
        },
      ),
    );
  });

  const one = document([{ id: 'A', body: 'b', enqueued: 1, count: 1, extra: '' }]);
  /** Of a message that only seems to be one. */
  const MEMBERS = one.slice(one.indexOf('<Message>'), one.indexOf('</Message>'));

  it.each<[string, string]>([
    [
      'another order',
      one.replace(/(\s*<DequeueCount>.*<\/DequeueCount>)(\s*<Priority>.*<\/Priority>)/, '$2$1'),
    ],
    ['a prefix', one.replaceAll(/<(\/?)(?=[A-Z])/g, '<$1m:').replace('xmlns=', 'xmlns:m=')],
    ['a comment', one.replace('<Message>', '<!-- <Message> --><Message>')],
    ['a message in a comment', one.replace('</Message>', `<!-- </Message>${MEMBERS} --></Message>`)],
    ['what follows the last element', `${one}<?end?>`],
    ['an attribute', one.replace('<MessageBody>', '<MessageBody kind="x">')],
    ['an attribute of a message', one.replace('<Message>', '<Message\n kind="x">')],
    ['a text that breaks off after the last member', one.slice(0, one.indexOf('</Message>'))],
    ['an element between', one.replace('<MessageBody>', '<New>n</New><MessageBody>')],
  ])('leaves %s to the parser, which reads it', (_name, xml) => {
    expect(scanReceived(xml)).toBeUndefined();
    expect(readReceived(xml)).toEqual(scanReceived(one));
  });

  it.each([
    ['nothing', ''],
    ['text', 'oops'],
    ['another root', one.replaceAll('Messages', 'Topics')],
    ['a receipt missing', one.replace(/<ReceiptHandle>.*<\/ReceiptHandle>/, '')],
    ['a number that is none', one.replace('<EnqueueTime>1<', '<EnqueueTime>soon<')],
    ['a text that breaks off', one.slice(0, one.indexOf('<NextVisibleTime>'))],
  ])('takes %s for no reply', (_name, xml) => {
    expect(readReceived(xml)).toBeUndefined();
  });
});

it('a peek has neither receipt nor visibility', () => {
  const xml = `${HEAD}<Message><MessageId>A</MessageId><MessageBodyMD5>M</MessageBodyMD5><MessageBody>a &amp; b</MessageBody><EnqueueTime>5</EnqueueTime><FirstDequeueTime>5</FirstDequeueTime><DequeueCount>0</DequeueCount><Priority>8</Priority></Message>${TAIL}`;
  expect(parsePeeked(xml)).toEqual([
    {
      messageId: 'A',
      body: 'a & b',
      enqueuedAtMs: 5,
      dequeueCount: 0,
    },
  ]);
});
