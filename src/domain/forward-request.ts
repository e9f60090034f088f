import { type CloudEvent, cloudEvent, cloudEventJson, dataJson, type Extensions } from './cloudevent.ts';
import { headerText } from './cloudevent-text.ts';
import type { TailRecord } from './record.ts';

export const FORWARD_FORMATS = ['cloudevents', 'binary', 'raw'] as const;
export type ForwardFormat = (typeof FORWARD_FORMATS)[number];

/** What is posted for one record. */
export interface ForwardRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

type Writer = (record: TailRecord, overrides: Extensions) => ForwardRequest;

const WRITERS: Readonly<Record<ForwardFormat, Writer>> = {
  cloudevents: (record, overrides) => ({
    headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
    body: cloudEventJson(record, overrides),
  }),
  binary: (record, overrides) => {
    const event = cloudEvent(record, overrides);
    return { headers: binaryHeaders(event), body: dataJson(record, event.data) };
  },
  raw: ({ message }) => ({ headers: { 'content-type': rawType(message.body) }, body: message.body }),
};

export function forwardRequest(
  record: TailRecord,
  format: ForwardFormat,
  overrides: Extensions = {},
): ForwardRequest {
  return WRITERS[format](record, overrides);
}

/** The content type of the data is the request's own, so it is no `ce-` header. */
function binaryHeaders({ data: _, datacontenttype, ...attributes }: CloudEvent): Record<string, string> {
  const headers = Object.entries(attributes).map(([name, value]) => [
    `ce-${name}`,
    headerText(String(value)),
  ]);
  return { ...Object.fromEntries(headers), 'content-type': datacontenttype };
}

function rawType(body: string): string {
  const [first] = body.trimStart();
  if (first === '{' || first === '[' || first === '"') return 'application/json';
  return first === '<' ? 'text/xml; charset=utf-8' : 'text/plain; charset=utf-8';
}
