const HANDLE = /^([0-9A-F]{32})-[A-Za-z0-9+/]+=*$/;

let serial = 0;

/** As recorded: the message's id, `-`, and Base64 of a text with the time of the receive and the visibility, both in ms. */
export function mintReceipt(
  messageId: string,
  receivedAtMs: number,
  visibilityMs: number,
  dequeueCount: number,
): string {
  serial += 1;
  const text = `1 ${receivedAtMs} ${visibilityMs} 0 0 emulator-01 0 ${dequeueCount}|${serial.toString(36)}`;
  return `${messageId}-${Buffer.from(text, 'latin1').toString('base64')}`;
}

export const messageIdOf = (receipt: string): string | undefined => HANDLE.exec(receipt)?.[1];
