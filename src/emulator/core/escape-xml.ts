const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
const SPECIAL = /[&<>\r]/;

/** Text as it stands in an element; a bare carriage return would not survive the parser. */
export const escapeXml = (text: string): string =>
  SPECIAL.test(text) ? text.replace(/[&<>\r]/g, (found) => ESCAPES[found] ?? found) : text;
