import { member, parsed, text } from './loose-value.ts';

/**
 * What OSS says of the notification that a request raised: `Ok`, or the failure. Undefined when no rule matched.
 * It only says that OSS handed the event to MNS. Two products document two headers, so both are read.
 */
export function eventStatusOf(headers: Readonly<Record<string, string>>): string | undefined {
  const event = headers['x-oss-event-status'];
  if (event !== undefined) return text(member(decoded(event), 'Result')) || event;
  const process = headers['x-oss-process-status'];
  return process === undefined ? undefined : processStatus(decoded(process), process);
}

function processStatus(status: unknown, raw: string): string {
  const code = text(member(status, 'code'));
  if (code === '') return raw;
  return code === 'Success' ? 'Ok' : `${code}: ${text(member(status, 'message'))}`;
}

function decoded(base64: string): unknown {
  return parsed(Buffer.from(base64, 'base64').toString('utf8'));
}
