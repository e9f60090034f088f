import type { ObjectLabels } from '../../core/labels.ts';
import type { StoredObject } from '../../core/stored-object.ts';
import { OWNER } from './bucket-actions.ts';
import { bucketAclOf, objectAclOf } from './labels-of.ts';
import { existingBucket, type OssAction, type OssContext, type OssOutcome } from './oss-context.ts';
import { OssError } from './oss-error.ts';
import { xmlAnswer } from './oss-xml.ts';
import { BUCKET_TAGS, OBJECT_TAGS, tagNodes, tagsOfBody } from './tags.ts';
import { objectItself, versionHeaders } from './versioning-actions.ts';

const DONE: OssOutcome = { status: 200, headers: {} };
const GONE: OssOutcome = { status: 204, headers: {} };

export const putBucketAcl: OssAction = (context) => {
  existingBucket(context).label({ acl: givenAcl(bucketAclOf(context.request.headers), 'x-oss-acl') });
  return DONE;
};

export const getBucketAcl: OssAction = (context) =>
  aclAnswer(existingBucket(context).labels.acl ?? 'private');

export const putObjectAcl: OssAction = (context) => {
  const acl = givenAcl(objectAclOf(context.request.headers), 'x-oss-object-acl');
  return amended(context, DONE, (labels) => ({ ...labels, acl }));
};

export const getObjectAcl: OssAction = (context) =>
  withVersion(context, aclAnswer(objectItself(context).acl ?? 'default'));

const aclAnswer = (acl: string): OssOutcome =>
  xmlAnswer(['AccessControlPolicy', [OWNER, ['AccessControlList', [['Grant', acl]]]]]);

function givenAcl<Acl>(acl: Acl | undefined, header: string): Acl {
  if (acl === undefined) throw new OssError('InvalidArgument', `The header ${header} is required.`);
  return acl;
}

export const putBucketTags: OssAction = (context) => {
  existingBucket(context).label({ tags: tagsOfBody(context.request.body, BUCKET_TAGS) });
  return DONE;
};

export const getBucketTags: OssAction = (context) => {
  const { tags = [] } = existingBucket(context).labels;
  return xmlAnswer(['Tagging', tags.length === 0 ? '' : [['TagSet', tagNodes(tags)]]]);
};

/** All of them, or those that `?tagging=one,other` names. */
export const deleteBucketTags: OssAction = (context) => {
  const bucket = existingBucket(context);
  const named = (context.request.query.get('tagging') ?? '').split(',').filter((name) => name !== '');
  const rest = (bucket.labels.tags ?? []).filter(([name]) => named.length > 0 && !named.includes(name));
  bucket.label({ tags: rest });
  return GONE;
};

export const putObjectTagging: OssAction = (context) => {
  const tags = tagsOfBody(context.request.body, OBJECT_TAGS);
  return amended(context, DONE, (labels) => ({ ...labels, tags }));
};

export const getObjectTagging: OssAction = (context) =>
  withVersion(context, xmlAnswer(['Tagging', [['TagSet', tagNodes(objectItself(context).tags ?? [])]]]));

export const deleteObjectTagging: OssAction = (context) =>
  amended(context, GONE, ({ tags: _, ...labels }) => labels);

/** Labels are no part of what is stored: nothing is raised, and the object is no younger for it. */
function amended(
  context: OssContext,
  answer: OssOutcome,
  change: (labels: ObjectLabels) => ObjectLabels,
): OssOutcome {
  const { acl, tags, ...object } = objectItself(context);
  const labels: ObjectLabels = {
    ...(acl === undefined ? {} : { acl }),
    ...(tags === undefined ? {} : { tags }),
  };
  const changed: StoredObject = { ...object, ...change(labels) };
  existingBucket(context).amend(changed);
  return withVersion(context, answer);
}

const withVersion = (context: OssContext, answer: OssOutcome): OssOutcome => ({
  ...answer,
  headers: { ...answer.headers, ...versionHeaders(existingBucket(context), objectItself(context)) },
});
