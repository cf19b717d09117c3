// The fields of airlock.config.ts about the storage of objects: their storage class, and copies in another bucket.
import type { StorageClass } from '../domain/collection.ts';

/** When S3 changes the objects of a collection to another storage class. Objects below 128 KiB stay where they are. */
export interface StorageInput {
  /**
   * `intelligent-tiering` by how often each object is read; `standard-ia` for what is read less than once a month;
   * `glacier-instant-retrieval` for what is read a few times a year. All of them answer at once; classes that have to be
   * restored first, or that lose files with one availability zone, are not offered.
   */
  readonly class: StorageClass;
  /** Days after the upload: 0 to 3,650, with `standard-ia` at least 30. */
  readonly afterDays: number;
}

/** The bucket in which S3 keeps a copy of every upload. */
export interface ReplicationInput {
  /**
   * ARN of a versioned bucket of the same account, in any region, such as `arn:aws:s3:::files-copy`. Copies of deleted files stay
   * in it until a lifecycle rule of that bucket removes them.
   */
  readonly bucketArn: string;
}
