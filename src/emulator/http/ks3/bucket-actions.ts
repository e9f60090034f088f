import { KS3_REGION } from '../../core/ks3-event.ts';
import { OWNER } from '../oss/bucket-actions.ts';
import { existingBucket, type OssAction } from '../oss/oss-context.ts';
import { isoTime, xmlAnswer } from '../oss/oss-xml.ts';
import { writeXml, type XmlNode } from '../xml-writer.ts';

/** All of them at once: KS3 knows no pages here. */
export const listBuckets: OssAction = ({ services }) =>
  xmlAnswer([
    'ListAllMyBucketsResult',
    [
      OWNER,
      [
        'Buckets',
        [...services.buckets.all()].map(
          ({ name, createdAtMs }): XmlNode => [
            'Bucket',
            [
              ['Name', name],
              ['CreationDate', isoTime(createdAtMs)],
              ['Type', 'NORMAL'],
              ['Region', KS3_REGION],
            ],
          ],
        ),
      ],
    ],
  ]);

export const getBucketLocation: OssAction = (context) => {
  existingBucket(context);
  return {
    status: 200,
    headers: { 'Content-Type': 'application/xml' },
    body: writeXml(
      {
        prolog: '<?xml version="1.0" encoding="UTF-8"?>',
        namespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
      },
      ['LocationConstraint', KS3_REGION],
    ),
  };
};
