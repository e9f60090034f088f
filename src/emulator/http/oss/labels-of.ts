import {
  BUCKET_ACLS,
  type BucketAcl,
  OBJECT_ACLS,
  type ObjectAcl,
  type ObjectLabels,
} from '../../core/labels.ts';
import { OssError } from './oss-error.ts';
import { tagsOfHeader } from './tags.ts';

type Headers = Readonly<Record<string, string>>;

/** The labels that a request wants for the object it stores. */
export function objectLabelsOf(headers: Headers): ObjectLabels {
  const acl = objectAclOf(headers);
  const tagging = headers['x-oss-tagging'];
  return {
    ...(acl === undefined ? {} : { acl }),
    ...(tagging === undefined || tagging === '' ? {} : { tags: tagsOfHeader(tagging) }),
  };
}

export const objectAclOf = (headers: Headers): ObjectAcl | undefined =>
  oneOf(OBJECT_ACLS, headers['x-oss-object-acl'], 'x-oss-object-acl', 'no such object access control exists');

export const bucketAclOf = (headers: Headers): BucketAcl | undefined =>
  oneOf(BUCKET_ACLS, headers['x-oss-acl'], 'x-oss-acl', 'no such bucket access control exists');

function oneOf<Acl extends string>(
  acls: readonly Acl[],
  given: string | undefined,
  header: string,
  refusal: string,
): Acl | undefined {
  if (given === undefined || given === '') return undefined;
  const acl = acls.find((one) => one === given);
  if (acl === undefined)
    throw new OssError('InvalidArgument', refusal, { ArgumentName: header, ArgumentValue: given });
  return acl;
}
