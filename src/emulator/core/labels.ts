/** Who else may read and write: `default` leaves it to the bucket. */
export const BUCKET_ACLS = ['private', 'public-read', 'public-read-write'] as const;
export const OBJECT_ACLS = ['default', ...BUCKET_ACLS] as const;

export type BucketAcl = (typeof BUCKET_ACLS)[number];
export type ObjectAcl = (typeof OBJECT_ACLS)[number];

/** Names and values, in the order in which they were given. */
export type Tags = readonly (readonly [name: string, value: string])[];

/** What is said of an object besides its content and metadata. */
export interface ObjectLabels {
  /** Absent where none was ever asked for. */
  readonly acl?: ObjectAcl;
  readonly tags?: Tags;
}

export interface BucketLabels {
  /** Of objects that are stored without a word about it. */
  readonly storageClass?: string;
  readonly redundancy?: string;
  readonly acl?: BucketAcl;
  readonly tags?: Tags;
}

/** Whether anybody at all may do it. */
export interface Anybody {
  readonly reads: boolean;
  readonly writes: boolean;
}

export function anybodyMay(bucketAcl: BucketAcl = 'private', objectAcl: ObjectAcl = 'default'): Anybody {
  const acl = objectAcl === 'default' ? bucketAcl : objectAcl;
  return { reads: acl !== 'private', writes: acl === 'public-read-write' };
}
