import { mimeTypeOf, type StoredObject } from '../../core/stored-object.ts';
import { percentEncoded } from '../query.ts';
import type { Answer } from '../wire-request.ts';
import { crc64Of } from './crc64.ts';
import type { OssContext } from './oss-context.ts';
import { OssError } from './oss-error.ts';
import { variablesOf } from './upload-variables.ts';

/** What an upload asks to be called when it is done, whose reply becomes the answer to the upload. */
export interface UploadCallback {
  readonly urls: readonly string[];
  readonly host: string | undefined;
  readonly contentType: string;
  readonly body: string;
}

const FORM = 'application/x-www-form-urlencoded';
const PLACEHOLDER = /\$\{([\w.:-]+)\}/g;

/** The callback of a request, its placeholders filled in; `undefined` when it asks for none. */
export function uploadCallbackOf(context: OssContext, object: StoredObject): UploadCallback | undefined {
  const { headers, query } = context.request;
  const encoded = headers['x-oss-callback'] ?? query.get('callback') ?? query.get('x-oss-callback');
  if (encoded === undefined || encoded === '') return undefined;
  return callbackOf(encoded, { ...variablesOf(context.request) }, context, object);
}

export function callbackOf(
  encoded: string,
  variables: Readonly<Record<string, string>>,
  context: OssContext,
  object: StoredObject,
): UploadCallback {
  const { callbackUrl, callbackHost, callbackBody, callbackBodyType = FORM } = parsed(encoded);
  if (callbackUrl === undefined || callbackBody === undefined) throw badCallback();
  const values = new Map(Object.entries({ ...systemValues(context, object), ...variables }));
  const isForm = callbackBodyType === FORM;
  return {
    urls: callbackUrl.split(';').filter((url) => url !== ''),
    host: callbackHost,
    contentType: callbackBodyType,
    body: callbackBody.replace(PLACEHOLDER, (_, name: string) => filled(values.get(name), isForm)),
  };
}

const badCallback = (): OssError =>
  new OssError('InvalidArgument', 'The callback configuration is not json format.');

function parsed(encoded: string): Record<string, string | undefined> {
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
  } catch {
    // Told below.
  }
  throw badCallback();
}

/** Texts are quoted in JSON and percent-encoded in a form; numbers stand as they are. */
function filled(value: string | number | undefined, isForm: boolean): string {
  if (isForm) return percentEncoded(String(value ?? ''));
  return JSON.stringify(value ?? '');
}

function systemValues(
  { bucket, key, request }: OssContext,
  object: StoredObject,
): Record<string, string | number> {
  return {
    bucket,
    object: key,
    etag: object.etag,
    size: object.content.length,
    mimeType: mimeTypeOf(object),
    crc64: crc64Of(object.content),
    contentMd5: /^[0-9A-F]{32}$/.test(object.etag) ? Buffer.from(object.etag, 'hex').toString('base64') : '',
    clientIp: request.sourceIp,
    reqId: request.id,
  };
}

/** The object stays stored when the callback fails; the answer is then a 203 with an error document. */
export async function calledBack(
  context: OssContext,
  callback: UploadCallback,
  answer: Answer,
): Promise<Answer> {
  const { contentType, body, host } = callback;
  let outcome = 'no callback URL';
  for (const url of callback.urls) {
    const headers = {
      'Content-Type': contentType,
      'x-oss-bucket': context.bucket,
      ...(host === undefined ? {} : { Host: host }),
    };
    const result = await context.services.callOut({ url, method: 'POST', headers, body });
    if (result.delivered && isJson(result.reply)) {
      const replied = { 'Content-Type': 'application/json' };
      return { status: 200, headers: { ...answer.headers, ...replied }, body: result.reply };
    }
    outcome = result.delivered
      ? 'Response body is not valid json format.'
      : `Error status : ${result.outcome}.`;
  }
  throw new OssError('CallbackFailed', outcome);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
