import type { NotificationEvent } from './event.ts';
import { type CountMember, type Draft, type TextMember, typeNamed } from './event-fields.ts';

const [START, END] = ['{"events":[', ']}'];

/** A text without escapes: what stands between its quotes is the value. */
const CHARACTERS = String.raw`[^"\\\u0000-\u001f]*`;
const ANY = `"${CHARACTERS}"`;
const text = (member: TextMember | 'type') => `"(?<${member}>${CHARACTERS})"`;
/** Fifteen digits are exact in a number. */
const count = (member: CountMember, sign = '') => String.raw`(?<${member}>${sign}(?:0|[1-9]\d{0,14}))`;
const maybe = (members: string) => `(?:,${members})?`;

/** One event on one line, its members in the order of recorded messages. */
const LAYOUT = [
  `{"events":\\[{"eventName":${text('type')},"eventSource":${ANY},"eventTime":${text('time')},"eventVersion":${ANY}`,
  `"oss":{"bucket":{"arn":${ANY},"name":${text('bucket')},"ownerIdentity":${ANY}${maybe(`"virtualBucket":${text('virtualBucket')}`)}}`,
  `"object":{"deltaSize":${count('deltaSize', '-?')},"eTag":${text('etag')},"key":${text('key')}${[
    maybe(`"objectMeta":{"mimeType":${text('mimeType')}}`),
    maybe(`"position":${count('position')}`),
    maybe(`"readFrom":${count('readFrom')},"readTo":${count('readTo')}`),
  ].join('')},"size":${count('size')}}`,
  `"ossSchemaVersion":${ANY}${maybe(`"ruleId":${text('rule')}`)}}`,
  `"region":${text('region')},"requestParameters":{"sourceIPAddress":${text('sourceIp')}}`,
  `"responseElements":{"requestId":${text('requestId')}},"userIdentity":{"principalId":${text('principalId')}}}\\]}`,
].join(',');

const GROUP_NAME = /\?<(\w+)>/g;
/** The groups go without their names: an object of those for each message would cost more than the match. */
const PATTERN = new RegExp(`^${LAYOUT.replace(GROUP_NAME, '')}$`);
const GROUPS = [...LAYOUT.matchAll(GROUP_NAME)].map(([, member = ''], index) => ({ member, at: index + 1 }));
const COUNTS = GROUPS.filter(isCount);
const TEXTS = GROUPS.filter(isText);

/**
 * The event of a message that is laid out as OSS has been seen to write it, the same as `readEvent` makes of its parsed
 * element, in a tenth of the time; undefined for any other text.
 */
export function scanMessage(message: string): NotificationEvent | undefined {
  const found = PATTERN.exec(message);
  const type = typeNamed(found?.[1] ?? '');
  if (found === null || type === '') return undefined;
  const event: Draft = new ScannedEvent(type, message.slice(START.length, -END.length));
  for (const { member, at } of TEXTS) {
    const value = found[at];
    // Services write "" for what they do not know.
    if (value) event[member] = value;
  }
  for (const { member, at } of COUNTS) {
    const digits = found[at];
    if (digits !== undefined) event[member] = Number(digits);
  }
  return event;
}

class ScannedEvent {
  readonly provider = 'oss';
  readonly type: string;
  readonly json: string;

  constructor(type: string, json: string) {
    this.type = type;
    this.json = json;
  }

  /** Few ever look at it. */
  get raw(): unknown {
    return JSON.parse(this.json);
  }
}

interface Group<Member extends string = string> {
  readonly member: Member;
  /** Of the match. */
  readonly at: number;
}

function isCount(group: Group): group is Group<CountMember> {
  return ['size', 'deltaSize', 'position', 'readFrom', 'readTo'].includes(group.member);
}

function isText(group: Group): group is Group<TextMember> {
  return group.member !== 'type' && !isCount(group);
}
