import type { FormData } from '../oss/form-data.ts';
import { checkHeaderValues, KS3_VALUES } from '../oss/header-values.ts';
import { actionFor, ossOperationName } from '../oss/oss-actions.ts';
import type { OssAction, OssContext } from '../oss/oss-context.ts';
import { OssError } from '../oss/oss-error.ts';
import { formUpload } from '../oss/post-object.ts';
import { getAcl, putAcl } from './acl-actions.ts';
import { getBucketLocation, listBuckets } from './bucket-actions.ts';
import { fieldsInCommonWords } from './dialect.ts';
import { FORM_KEY_FIELDS } from './form-upload.ts';

/** Where KS3's requests or answers differ by more than words. */
const OWN: Readonly<Record<string, OssAction>> = {
  ListBuckets: listBuckets,
  GetBucketLocation: getBucketLocation,
  GetBucketAcl: getAcl,
  PutBucketAcl: putAcl,
  GetObjectAcl: getAcl,
  PutObjectAcl: putAcl,
  PostObject: formUpload({ keyFields: FORM_KEY_FIELDS, inCommonWords: builtFields }),
};

/** What a header may not ask for, a field of a form may not either. */
function builtFields(fields: FormData['fields']): FormData['fields'] {
  const common = fieldsInCommonWords(fields);
  for (const name of common.keys()) refuseUnbuilt(name);
  return common;
}

/** Headers that the service would act on. */
function refuseUnbuilt(name: string): void {
  if (name.startsWith('x-oss-grant-'))
    throw new OssError('NotImplemented', 'The emulator has one account: there is none to grant rights to.');
  if (name === 'x-oss-callbackurl' || name === 'x-oss-async-process')
    throw new OssError('NotImplemented', `The emulator does not act on ${name.replace('x-oss-', 'x-kss-')}.`);
}

export function ks3ActionFor(context: OssContext): OssAction {
  const { request, bucket, key } = context;
  for (const name of Object.keys(request.headers)) refuseUnbuilt(name);
  checkHeaderValues(request.headers, KS3_VALUES);
  return OWN[ossOperationName(request, bucket, key)] ?? actionFor(context);
}
