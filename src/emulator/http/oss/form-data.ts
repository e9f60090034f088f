import { OssError } from './oss-error.ts';

export interface FormFile {
  readonly name: string;
  readonly content: Buffer;
  readonly contentType: string | undefined;
}

export interface FormData {
  /** Lower-case names, since the service does not tell `Key` from `key`; custom variables keep their case. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file: FormFile;
}

const CRLF = '\r\n';

export const isForm = (contentType: string | undefined): boolean =>
  contentType?.toLowerCase().startsWith('multipart/form-data') === true;

/** The fields of a browser's form upload; what follows the field named `file` is ignored, as documented. */
export function readForm(contentType: string, body: Buffer): FormData {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  const separator = boundary?.[1] ?? boundary?.[2];
  if (separator === undefined) throw new OssError('MalformedPOSTRequest');
  const fields = new Map<string, string>();
  for (const part of partsOf(body, `--${separator}`)) {
    const { name, fileName, contentType: partType } = headersOf(part.head);
    if (name === 'file')
      return { fields, file: { name: fileName ?? '', content: part.content, contentType: partType } };
    fields.set(name.startsWith('x:') ? name : name.toLowerCase(), part.content.toString('utf8'));
  }
  throw new OssError('InvalidArgument', 'POST requires exactly one file upload per request.');
}

interface FormPart {
  readonly head: string;
  readonly content: Buffer;
}

function* partsOf(body: Buffer, separator: string): Generator<FormPart> {
  let at = body.indexOf(separator);
  while (at >= 0) {
    const start = at + separator.length;
    if (body.toString('latin1', start, start + 2) === '--') return;
    const end = body.indexOf(CRLF + separator, start);
    const headEnd = body.indexOf(CRLF + CRLF, start);
    if (end < 0 || headEnd < 0 || headEnd > end) throw new OssError('MalformedPOSTRequest');
    yield { head: body.toString('utf8', start, headEnd), content: body.subarray(headEnd + 4, end) };
    at = end + CRLF.length;
  }
}

function headersOf(head: string): {
  name: string;
  fileName: string | undefined;
  contentType: string | undefined;
} {
  const name = /;\s*name="([^"]*)"/i.exec(head)?.[1];
  if (name === undefined) throw new OssError('MalformedPOSTRequest');
  return {
    name,
    fileName: /;\s*filename="([^"]*)"/i.exec(head)?.[1],
    contentType: /^content-type:\s*(\S.*?)\s*$/im.exec(head)?.[1],
  };
}
