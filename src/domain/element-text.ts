const START = '{"events":[';
const END = ']}';

/**
 * The JSON text of the only element of a compact message `{"events":[...]}`, cut out without parsing.
 * Undefined where the message is laid out in any other way, or the text would not fit on one line.
 */
export function onlyElementText(message: string): string | undefined {
  if (!message.startsWith(`${START}{`) || !message.endsWith(`}${END}`)) return undefined;
  if (message.includes('\n') || message.includes('\r')) return undefined;
  // The first bracket that closes must be the list's own: else a second list, or another member, could begin inside the cut.
  if (message.indexOf(']', START.length) !== message.length - END.length) return undefined;
  return message.slice(START.length, -END.length);
}
