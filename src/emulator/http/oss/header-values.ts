import { percentEncoded } from '../query.ts';
import { OssError } from './oss-error.ts';

export const STORAGE_CLASSES = ['Standard', 'IA', 'Archive', 'ColdArchive', 'DeepColdArchive'];

const DIRECTIVES = /^(?:COPY|REPLACE)$/i;

/** Where only certain words mean something; any other would be taken for the default without a sign of it. */
const MEANT: Readonly<Record<string, RegExp>> = {
  'x-oss-forbid-overwrite': /^(?:true|false)$/i,
  'x-oss-metadata-directive': DIRECTIVES,
  'x-oss-server-side-encryption': /^(?:AES256|KMS|SM4)$/,
  'x-oss-storage-class': new RegExp(`^(?:${STORAGE_CLASSES.join('|')})$`),
  'x-oss-tagging-directive': DIRECTIVES,
};

/** What KS3 asks for in the same words, once they are the common ones; its storage classes and ciphers are its own. */
export const KS3_VALUES: readonly string[] = ['x-oss-metadata-directive', 'x-oss-tagging-directive'];

export function checkHeaderValues(
  headers: Readonly<Record<string, string>>,
  names: readonly string[] = Object.keys(MEANT),
): void {
  for (const name of names) {
    const value = headers[name];
    if (value === undefined || value === '' || MEANT[name]?.test(value) !== false) continue;
    throw new OssError('InvalidArgument', `The value of ${name} is invalid.`, {
      ArgumentName: name,
      ArgumentValue: value,
    });
  }
}

const TOKEN = /^[!#$%&'*+.^_`|~\w-]+$/;
const CONTROL_BUT_TAB = /[^\t\P{Cc}]/u;

/** Of forms and query strings, where anything can stand: no answer could be written with such a header. */
export function refuseUnwritable(headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) {
    if (TOKEN.test(name) && !CONTROL_BUT_TAB.test(value)) continue;
    throw new OssError('InvalidArgument', `${percentEncoded(name)} holds what no header can hold.`);
  }
}
