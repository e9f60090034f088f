import { describe, expect, it } from 'vitest';
import { decodeBody } from '../../src/domain/envelope.ts';
import { elementOf } from '../../src/domain/event.ts';

const A = '{"eventName":"ObjectCreated:PutObject","oss":{"object":{"key":"a"}}}';
const B = A.replace('"a"', '"b"');

function decoded(body: string) {
  const result = decodeBody(body);
  if (result.kind === 'undecodable') throw new Error(result.reason);
  return result.events[0];
}

describe("the event's own text", () => {
  it('is handed on as it came, numbers and escapes included', () => {
    const own = '{"eventName":"ObjectCreated:PutObject","oss":{"object":{"key":"\\u0061","size":1.0}}}';
    expect(decoded(`{"events":[${own}]}`)?.json).toBe(own);
  });

  it.each([
    ['a list of the same name', `{"events":[${A}],"events":[${B}]}`],
    ['one whose name is written with escapes', `{"events":[${A}],"\\u0065vents":[${B}]}`],
    ['one after white space', `{"events":[${A}] , "\\u0065vents" : [${B}]}`],
  ])('is left alone where a second one could be meant: %s', (_, body) => {
    const event = decoded(body);
    expect(event && elementOf(event)).toEqual(JSON.parse(B));
    expect(event?.json).toBeUndefined();
  });
});
