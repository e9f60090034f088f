import { isForm } from '../oss/form-data.ts';
import type { WireRequest } from '../wire-request.ts';

/** Where a form has its access key: KS3's name, and that of the older protocol's family; in small letters, as forms are read. */
export const FORM_KEY_FIELDS: readonly string[] = ['kssaccesskeyid', 'awsaccesskeyid'];

const KEY_FIELD = /;\s*name="(?:(?:KSS|AWS)AccessKeyId|x-(?:kss|amz)-algorithm)"/i;
const FILE_FIELD = /;\s*name="file"/i;

/** More than the fields of any form; what follows is the file. */
const FIELDS_BYTES = 64 * 1024;

/** Nothing but a field of its own tells a form for KS3 from one for OSS. */
export function isFormOfKs3({ headers, body }: Pick<WireRequest, 'headers' | 'body'>): boolean {
  if (!isForm(headers['content-type'])) return false;
  const text = body.toString('latin1', 0, FIELDS_BYTES);
  const file = text.search(FILE_FIELD);
  return KEY_FIELD.test(file < 0 ? text : text.slice(0, file));
}
