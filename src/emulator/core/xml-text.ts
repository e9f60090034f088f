/** Characters that XML 1.0 cannot carry in any form, lone surrogates aside: text that was decoded has none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that are meant.
export const FORBIDDEN_IN_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Whether XML can carry the text at all, be it by references. */
export const standsInXml = (text: string): boolean =>
  !FORBIDDEN_IN_XML.test(text) && !LONE_SURROGATE.test(text);
