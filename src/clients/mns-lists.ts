import { unexpectedAnswer } from './mns-failure.ts';
import type { MnsTransport } from './mns-transport.ts';
import { type Fields, listOf, readDocument, textOf } from './xml.ts';

export interface ListRequest {
  readonly resource: string;
  /** Element of one item: `Queue`, `Topic` or `Subscription`; its root is the plural. */
  readonly item: string;
  readonly prefix?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Names of a whole list, page after page. */
export async function listNames(transport: MnsTransport, request: ListRequest): Promise<string[]> {
  const names: string[] = [];
  let marker: string | undefined;
  do {
    const page = await listPage(transport, request, marker);
    names.push(...listOf(page, request.item).flatMap((item) => nameOf(item, request.item) ?? []));
    const next = textOf(page, 'NextMarker');
    // A server that repeats a marker would be asked for ever.
    marker = next === marker || next === '' ? undefined : next;
  } while (marker !== undefined);
  return names;
}

async function listPage(
  transport: MnsTransport,
  { resource, item, prefix, signal }: ListRequest,
  marker: string | undefined,
): Promise<Fields> {
  const headers = {
    'x-mns-ret-number': '1000',
    ...(prefix === undefined || prefix === '' ? {} : { 'x-mns-prefix': prefix }),
    ...(marker === undefined ? {} : { 'x-mns-marker': marker }),
  };
  const answer = await transport.call({ method: 'GET', resource, headers, repeatable: true, signal });
  const document = readDocument(answer.text);
  if (document?.root !== `${item}s`) throw unexpectedAnswer(answer, transport.endpoint);
  return document.fields;
}

/** The URL is what every list item has; whether the name comes along is not recorded for every service version. */
function nameOf(item: Fields, kind: string): string | undefined {
  const name = textOf(item, `${kind}Name`);
  if (name !== undefined) return name;
  const last = textOf(item, `${kind}URL`)?.trim().split('/').at(-1);
  return last === undefined ? undefined : decodeURIComponent(last);
}
