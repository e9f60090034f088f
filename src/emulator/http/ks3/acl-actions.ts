import { EMULATOR_ACCOUNT } from '../../core/identity.ts';
import { anybodyMay, BUCKET_ACLS, type BucketAcl } from '../../core/labels.ts';
import { existingBucket, type OssAction, type OssContext } from '../oss/oss-context.ts';
import { OssError } from '../oss/oss-error.ts';
import { childrenOf, readBody, textOf } from '../oss/oss-xml.ts';
import { objectItself } from '../oss/versioning-actions.ts';
import type { XmlElement } from '../xml-reader.ts';

const EVERYBODY = /^http:\/\/acs\.(?:ksyun|amazonaws)\.com\/groups\/global\/AllUsers$/;
const SCHEMA = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

/** KS3 spells out who may do what, where OSS has a word for it; the words are the same in requests. */
export const getAcl: OssAction = (context) => ({
  status: 200,
  headers: { 'Content-Type': 'application/xml' },
  body: documentOf(currentAclOf(context)),
});

export const putAcl: OssAction = (context) => {
  const acl = wantedAclOf(context);
  const bucket = existingBucket(context);
  if (context.key === '') bucket.label({ acl });
  else bucket.amend({ ...objectItself(context), acl });
  return { status: 200, headers: {} };
};

/** An object is private unless told otherwise, whatever its bucket is. */
function currentAclOf(context: OssContext): BucketAcl {
  if (context.key === '') return existingBucket(context).labels.acl ?? 'private';
  const { acl = 'private' } = objectItself(context);
  return acl === 'default' ? 'private' : acl;
}

/** The header counts where there is both. */
function wantedAclOf({ key, request: { headers, body } }: OssContext): BucketAcl {
  const word = headers[key === '' ? 'x-oss-acl' : 'x-oss-object-acl'];
  if (word === undefined && body.length > 0) return aclOfDocument(readBody(body, 'AccessControlPolicy'));
  const acl = BUCKET_ACLS.find((one) => one === word);
  if (acl === undefined) throw new OssError('InvalidArgument', 'The access control list is invalid.');
  return acl;
}

function aclOfDocument(document: XmlElement): BucketAcl {
  const grants = childrenOf(document, 'AccessControlList').flatMap((list) => childrenOf(list, 'Grant'));
  const rights = grants.map((grant) => {
    const [grantee] = childrenOf(grant, 'Grantee');
    const right = textOf(grant, 'Permission')?.trim() ?? '';
    if (EVERYBODY.test((grantee && textOf(grantee, 'URI')?.trim()) ?? '')) return right;
    if ((grantee && textOf(grantee, 'ID')?.trim()) === EMULATOR_ACCOUNT) return '';
    throw new OssError('NotImplemented', 'The emulator has one account: there is none to grant rights to.');
  });
  if (rights.includes('FULL_CONTROL') || rights.includes('WRITE')) return 'public-read-write';
  return rights.includes('READ') ? 'public-read' : 'private';
}

function documentOf(acl: BucketAcl): string {
  const { reads, writes } = anybodyMay(acl);
  const account = `<ID>${EMULATOR_ACCOUNT}</ID><DisplayName>${EMULATOR_ACCOUNT}</DisplayName>`;
  const everybody = '<URI>http://acs.ksyun.com/groups/global/AllUsers</URI>';
  const grants = [
    grantOf('CanonicalUser', account, 'FULL_CONTROL'),
    ...(reads ? [grantOf('Group', everybody, 'READ')] : []),
    ...(writes ? [grantOf('Group', everybody, 'WRITE')] : []),
  ];
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n' +
    `<AccessControlPolicy><Owner>${account}</Owner>` +
    `<AccessControlList>${grants.join('')}</AccessControlList></AccessControlPolicy>\n`
  );
}

const grantOf = (type: string, who: string, right: string): string =>
  `<Grant><Grantee ${SCHEMA} xsi:type="${type}">${who}</Grantee><Permission>${right}</Permission></Grant>`;
