import type { Limits } from '../../core/limits.ts';
import { LONGEST_PROPERTY_NAME, LONGEST_PROPERTY_VALUE } from './message-xml.ts';

/** The longest form of a character in XML: `&quot;`; one of UTF-8 takes four bytes at most. */
const LONGEST_CHARACTER_BYTES = 6;
/** Elements, blanks and comments around what is counted, for one message or property. */
const MARKUP_BYTES = 1024;

/** The longest legal body of a request: a full batch, all properties included, every character escaped. */
export function longestMnsBodyBytes(limits: Limits): number {
  const { batchMessages, batchBytes, maximumMessageBytes, userProperties } = limits;
  const propertyBytes =
    (LONGEST_PROPERTY_NAME + LONGEST_PROPERTY_VALUE) * LONGEST_CHARACTER_BYTES + MARKUP_BYTES;
  const bodyBytes = Math.max(batchBytes, maximumMessageBytes.high) * LONGEST_CHARACTER_BYTES;
  return bodyBytes + batchMessages.high * (MARKUP_BYTES + userProperties * propertyBytes);
}
