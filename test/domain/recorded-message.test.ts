import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementOf } from '../../src/domain/event.ts';
import { readEvent } from '../../src/domain/event-reading.ts';
import { scanMessage } from '../../src/domain/recorded-message.ts';
import * as samples from './samples.ts';

const compact = (sample: string) => JSON.stringify(JSON.parse(sample));
const FORM = compact(samples.formUploadOverwrite);
const [RANGE, APPEND, REMOVAL] = [samples.rangeRead, samples.secondAppend, samples.deletion].map(compact);

/** What the parser makes of the same message. */
function parsed(message: string) {
  const [element] = JSON.parse(message).events;
  return { ...readEvent(element), raw: element };
}

/** All that a scanned event tells, its element too. */
function scanned(message: string) {
  const event = scanMessage(message);
  if (event === undefined) return undefined;
  const { json = '', ...members } = event;
  expect(`{"events":[${json}]}`).toBe(message);
  return { ...members, raw: elementOf(event) };
}

describe('scanMessage', () => {
  it.each([
    ['a form upload', FORM],
    ['a read, without its variables', String(RANGE).replace(/,"xVars":\{[^}]*\}/, '')],
    ['an append', String(APPEND)],
    ['a removal', String(REMOVAL)],
    ['one without a rule', FORM.replace(/,"ruleId":"[^"]*"/, '')],
    ['one whose texts are empty', FORM.replace(/(?<=:)"[^"]*"(?=[,}])/g, '""').replace('""', '"A:B"')],
    ['one with the prefix of the documents', FORM.replace('"ObjectCreated', '"oss:ObjectCreated')],
    ['a key of many scripts', FORM.replace('form/cat.jpg', '目录/ネコ🐈 50%+\u2028\u007f.jpg')],
  ])('tells what the parser tells: %s', (_, message) => {
    expect(scanned(message)).toEqual(parsed(message));
  });

  it('tells what the parser tells, whatever the values', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', '/', '{', '}', ']', ',', ':', 'é', '🐈', '\u2028'),
    });
    const count = fc.nat({ max: 999_999_999_999_999 });
    const values = fc.tuple(text, text, text, text, count, count, fc.integer());
    fc.assert(
      fc.property(values, ([key, bucket, region, principalId, size, position, deltaSize]) => {
        const message = JSON.parse(String(APPEND));
        const [event] = message.events;
        Object.assign(event.oss.object, { key, size, position, deltaSize });
        Object.assign(event, { region, userIdentity: { principalId } });
        event.oss.bucket.name = bucket;
        const body = JSON.stringify(message);
        expect(scanned(body)).toEqual(parsed(body));
      }),
    );
  });

  it.each([
    ['lines', samples.formUploadOverwrite],
    ['white space', FORM.replace(':', ': ')],
    ['escapes', FORM.replace('cat', '\\u0063at')],
    ['a control character, which is broken JSON', FORM.replace('cat', '\t')],
    ['another member', FORM.replace('"region"', '"more":1,"region"')],
    ['variables', String(RANGE)],
    ['another order', FORM.replace(/("eTag":"[^"]*"),("key":"[^"]*")/, '$2,$1')],
    ['everything inside oss', compact(samples.everythingInsideOss)],
    ['a second event', FORM.replace(/\{"events":\[(.*)\]\}/, '{"events":[$1,$1]}')],
    ['a second list', FORM.replace(/\]\}$/, '],"events":[]}')],
    ['a number in quotes', FORM.replace('43210', '"43210"')],
    ['a number that no double holds', FORM.replace('43210', '9007199254740993')],
    ['a fraction', FORM.replace('43210', '432.10')],
    ['a negative size', FORM.replace('43210', '-1')],
    ['a number with a leading zero, which is broken JSON', FORM.replace('43210', '043210')],
    ['no type', FORM.replace('"ObjectCreated:PostObject"', '""')],
    ['nothing but the prefix of a type', FORM.replace('"ObjectCreated:PostObject"', '"oss:"')],
    ['what goes on after its end', `${FORM}{}`],
    ['a line end', `${FORM}\n`],
  ])('leaves %s to the parser', (_, message) => {
    expect(scanMessage(message)).toBeUndefined();
  });
});
