/** By what a topic that `rule create` made under a name of the user's own is known again. */

/** Well above what an event measures, so that the mark costs nothing. */
const LARGEST_MARK_BYTES = 65_535;
const MARKS = 1024;

/**
 * The largest message, in bytes, that a topic made for this rule takes. MNS stores no text beside a topic, and asks
 * nobody who made it: this attribute is all there is to tell such a topic from one that stood before (which has
 * 65,536), and from one that was made for another rule. FNV-1a, since the mark has to be the same for ever.
 */
export function topicMarkBytes(rule: string): number {
  let hash = 0x811c9dc5;
  for (const unit of Buffer.from(rule)) hash = Math.imul(hash ^ unit, 0x01000193) >>> 0;
  return LARGEST_MARK_BYTES - (hash % MARKS);
}
