import { expect, it } from 'vitest';
import { sentNodes, sentText } from '../../../src/emulator/http/mns/message-xml.ts';
import { writeXml } from '../../../src/emulator/http/xml-writer.ts';

it('a sent message of a batch is written as its nodes would be', () => {
  const message = { id: '0123456789ABCDEF0123456789ABCDEF', bodyMd5: 'F'.repeat(32), receipt: undefined };
  const style = { prolog: '<?xml?>', namespace: 'urn:x' };
  const written = writeXml(style, ['Messages', [['Message', sentNodes(message)], sentText(message)]]);
  const one = writeXml(style, ['Messages', [['Message', sentNodes(message)]]]);
  const [, element = ''] = /(?<=>\n)( {2}<Message>.*<\/Message>\n)/s.exec(one) ?? [];
  expect(sentText(message)).toBe(element);
  expect(written).toBe(one.replace(element, element + element));
});
