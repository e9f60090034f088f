import type { Tags } from '../../core/labels.ts';
import { percentDecoded } from '../query.ts';
import type { XmlNode } from '../xml-writer.ts';
import { OssError } from './oss-error.ts';
import { childrenOf, readBody, textOf } from './oss-xml.ts';

interface TagLimits {
  readonly count: number;
  readonly nameLength: number;
  readonly valueLength: number;
  readonly characters: RegExp;
}

export const OBJECT_TAGS: TagLimits = {
  count: 10,
  nameLength: 128,
  valueLength: 256,
  characters: /^[\p{L}\p{N} +\-=._:/]*$/u,
};
export const BUCKET_TAGS: TagLimits = { count: 20, nameLength: 64, valueLength: 128, characters: /^/ };

/** `x-oss-tagging: name=value&other`, names and values percent-encoded. */
export function tagsOfHeader(text: string): Tags {
  const tags = text.split('&').map((item) => {
    const [name = '', value = '', ...more] = item.split('=');
    if (more.length > 0) throw new OssError('InvalidTag', 'A tag is neither "key" nor "key=value".');
    return [decoded(name), decoded(value)] as const;
  });
  return checked(tags, OBJECT_TAGS);
}

/** Some clients encode a blank as forms do. */
const decoded = (text: string): string => percentDecoded(text.replaceAll('+', '%20'));

/** `<Tagging><TagSet><Tag><Key/><Value/></Tag>…` */
export function tagsOfBody(body: Buffer, limits: TagLimits): Tags {
  const [set] = childrenOf(readBody(body, 'Tagging'), 'TagSet');
  if (set === undefined) throw new OssError('MalformedXML');
  const tags = childrenOf(set, 'Tag').map(
    (tag) => [textOf(tag, 'Key') ?? '', textOf(tag, 'Value') ?? ''] as const,
  );
  return checked(tags, limits);
}

export const tagNodes = (tags: Tags): XmlNode[] =>
  tags.map(
    ([name, value]): XmlNode => [
      'Tag',
      [
        ['Key', name],
        ['Value', value],
      ],
    ],
  );

function checked(tags: Tags, { count, nameLength, valueLength, characters }: TagLimits): Tags {
  if (tags.length > count) throw new OssError('InvalidTag', `There may be ${count} tags at most.`);
  for (const [name, value] of tags) {
    if (name === '' || name.length > nameLength)
      throw new OssError('InvalidTag', `The key of a tag must have 1 to ${nameLength} characters.`);
    if (value.length > valueLength)
      throw new OssError('InvalidTag', `The value of a tag must have ${valueLength} characters at most.`);
    if (!characters.test(name + value))
      throw new OssError('InvalidTag', 'Tags have letters, digits, blanks, and + - = . _ : / only.');
  }
  if (new Set(tags.map(([name]) => name)).size < tags.length)
    throw new OssError('InvalidTag', 'The keys of tags must differ.');
  return tags;
}
