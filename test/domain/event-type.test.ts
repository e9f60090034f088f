import { describe, expect, it } from 'vitest';
import {
  commonEventTypes,
  eventTypesIntersect,
  expandEventType,
  isKnownEventType,
  normaliseEventType,
  suggestEventType,
} from '../../src/domain/event-type.ts';
import { providers } from '../../src/domain/providers/index.ts';

const { oss, ks3 } = providers;

describe('normaliseEventType', () => {
  it.each([
    ['ObjectCreated:PutObject', 'ObjectCreated:PutObject'],
    ['oss:ObjectCreated:PutObject', 'ObjectCreated:PutObject'],
    [' ObjectCreated:PutObject ', 'ObjectCreated:PutObject'],
    ['PutObject', 'ObjectCreated:PutObject'],
    ['oss:GetObject', 'ObjectDownloaded:GetObject'],
    ['DeleteObjects', 'ObjectRemoved:DeleteObjects'],
    ['FinishRestore', 'ObjectRestore:FinishRestore'],
    ['ObjectCreated:All', 'ObjectCreated:*'],
    ['oss:ObjectCreated:All', 'ObjectCreated:*'],
    ['ObjectCreatedGroup', 'ObjectCreated:*'],
    ['ObjectDownloadedGroup', 'ObjectDownloaded:*'],
    ['ObjectCreated:*', 'ObjectCreated:*'],
    // The bare word is a group and also an operation of replication: nobody can tell which is meant.
    ['ObjectCreated', 'ObjectCreated'],
    ['ObjectCreated:Later', 'ObjectCreated:Later'],
    ['putobject', 'putobject'],
    ['ks3:ObjectCreated:PutObject', 'ks3:ObjectCreated:PutObject'],
    ['', ''],
  ])('writes %j as OSS does: %j', (text, expected) => {
    expect(normaliseEventType(text, oss)).toBe(expected);
  });

  it.each([
    ['ks3:ObjectCreated:PutObject', 'ks3:ObjectCreated:PutObject'],
    ['ObjectCreated:PutObject', 'ks3:ObjectCreated:PutObject'],
    ['Lifecycle', 'ks3:ObjectRemoved:Lifecycle'],
    ['ObjectRemoved:*', 'ks3:ObjectRemoved:*'],
    ['ks3:ObjectRemoved:All', 'ks3:ObjectRemoved:*'],
    ['ks3:ObjectCreated:Later', 'ks3:ObjectCreated:Later'],
    ['ks3:Bucket:Made', 'ks3:Bucket:Made'],
    ['oss:ObjectCreated:PutObject', 'oss:ObjectCreated:PutObject'],
  ])('writes %j as KS3 does: %j', (text, expected) => {
    expect(normaliseEventType(text, ks3)).toBe(expected);
  });

  it('leaves every type of the catalogue as it is', () => {
    for (const provider of [oss, ks3]) {
      for (const { type } of provider.events) expect(normaliseEventType(type, provider)).toBe(type);
    }
  });
});

describe('isKnownEventType', () => {
  it.each([
    'ObjectCreated:PutObject',
    'PutObject',
    'oss:ObjectCreated:PutObject',
    'ObjectCreated:*',
    'ObjectModified:*',
    'ObjectRemoved:*',
    'ObjectReplication:*',
  ])('knows %j on OSS', (text) => {
    expect(isKnownEventType(text, oss)).toBe(true);
  });

  it.each([
    'ObjectDownloaded:*',
    'ObjectRestore:*',
    '*',
    'ObjectCreated:Put',
    'ObjectCreated',
    'objectcreated:putobject',
    'ks3:ObjectCreated:PutObject',
    '',
  ])('does not know %j on OSS', (text) => {
    expect(isKnownEventType(text, oss)).toBe(false);
  });

  it.each([
    ['ks3:ObjectCreated:*', true],
    ['ObjectRemoved:Retention', true],
    ['ObjectDownloaded:GetObject', false],
    ['oss:ObjectCreated:PutObject', false],
  ])('on KS3, %j: %j', (text, expected) => {
    expect(isKnownEventType(text, ks3)).toBe(expected);
  });
});

describe('eventTypesIntersect', () => {
  it.each([
    ['ObjectCreated:PutObject', 'ObjectCreated:PutObject', true],
    ['ObjectCreated:*', 'ObjectCreated:PutObject', true],
    ['ObjectCreated:*', 'ObjectCreated:*', true],
    ['ObjectCreated:*', 'ObjectCreated:InventedLater', true],
    ['ks3:ObjectRemoved:*', 'ks3:ObjectRemoved:Retention', true],
    ['ks3:ObjectRemoved:*', 'ObjectRemoved:Retention', true],
    ['ObjectCreated:PutObject', 'ObjectCreated:PostObject', false],
    ['ObjectCreated:*', 'ObjectRemoved:*', false],
    ['ObjectCreated:*', 'ObjectReplication:ObjectCreated', false],
    ['ObjectCreated:PutObject', 'objectcreated:putobject', false],
  ])('%s and %s: %j', (a, b, expected) => {
    expect(eventTypesIntersect(a, b)).toBe(expected);
    expect(eventTypesIntersect(b, a)).toBe(expected);
  });
});

describe('expandEventType', () => {
  it('gives the operations of a group', () => {
    expect(expandEventType('ObjectModified:*', oss)).toEqual([
      'ObjectModified:UpdateObjectMeta',
      'ObjectModified:ChangeStorageClass',
    ]);
    expect(expandEventType('ks3:ObjectRemoved:*', ks3)).toHaveLength(3);
  });

  it('lets any other type stand for itself', () => {
    expect(expandEventType('PutObject', oss)).toEqual(['ObjectCreated:PutObject']);
    expect(expandEventType('ObjectNew:*', oss)).toEqual(['ObjectNew:*']);
  });
});

describe('commonEventTypes', () => {
  it.each([
    [['ObjectCreated:*'], ['PutObject', 'GetObject'], ['ObjectCreated:PutObject']],
    [
      ['ObjectRemoved:DeleteObjects', 'DeleteObject'],
      ['ObjectRemoved:*'],
      ['ObjectRemoved:DeleteObject', 'ObjectRemoved:DeleteObjects'],
    ],
    [
      ['ObjectCreated:*'],
      ['ObjectCreated:Later', 'PutObject'],
      ['ObjectCreated:PutObject', 'ObjectCreated:Later'],
    ],
    [['ObjectCreated:PutObject'], ['ObjectRemoved:DeleteObject'], []],
    [['ObjectNew:*'], ['ObjectNew:*'], ['ObjectNew:*']],
    [[], ['ObjectCreated:*'], []],
  ])('%j and %j: %j', (a, b, expected) => {
    expect(commonEventTypes(a, b, oss)).toEqual(expected);
    expect(commonEventTypes(b, a, oss)).toEqual(expected);
  });
});

describe('suggestEventType', () => {
  it.each([
    ['ObjectCreated:PutObjct', 'ObjectCreated:PutObject'],
    ['objectcreated:putobject', 'ObjectCreated:PutObject'],
    ['ObjectCreated:Put', 'ObjectCreated:PutObject'],
    ['s3:ObjectCreated:CompleteMultipartUpload', 'ObjectCreated:CompleteMultipartUpload'],
    ['s3:ObjectRemoved:Delete', 'ObjectRemoved:DeleteObject'],
    ['ks3:ObjectCreated:PutObject', 'ObjectCreated:PutObject'],
    ['putobject', 'ObjectCreated:PutObject'],
    ['ObjectCreated', 'ObjectCreated:*'],
    ['ObjectCreate:*', 'ObjectCreated:*'],
    ['ObjectDownloaded:*', 'ObjectDownloaded:GetObject'],
    ['ObjectRestore:*', 'ObjectRestore:FinishRestore'],
  ])('takes %j for %j', (text, expected) => {
    expect(suggestEventType(text, oss)).toBe(expected);
  });

  it.each(['', '*', 'nonsense', 'BucketCreated:PutBucket', 'x'])('finds nothing near %j', (text) => {
    expect(suggestEventType(text, oss)).toBeUndefined();
  });

  it('answers in the spelling of the provider', () => {
    expect(suggestEventType('oss:ObjectCreated:PutObject', ks3)).toBe('ks3:ObjectCreated:PutObject');
  });
});
