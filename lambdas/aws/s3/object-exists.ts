// S3: whether an object exists.
import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ObjectExists } from '../../domain/ports.ts';
import { isGone } from './is-gone.ts';

/** One HeadObject. */
export const objectExistsWith =
  (s3: S3Client, Bucket: string): ObjectExists =>
  async (key) => {
    try {
      await s3.send(new HeadObjectCommand({ Bucket, Key: key }));
      return true;
    } catch (error) {
      if (isGone(error)) return false;
      throw error;
    }
  };
