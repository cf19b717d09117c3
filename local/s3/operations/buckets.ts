// CreateBucket and HeadBucket.
import { S3Error } from '../errors.ts';
import type { Operation } from '../exchange.ts';

const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

export const createBucket: Operation = async ({ request, store }) => {
  const { bucket } = request;
  if (!BUCKET_NAME.test(bucket)) {
    throw new S3Error('InvalidBucketName', { elements: { BucketName: bucket } });
  }
  if (store.findBucket(bucket)) {
    throw new S3Error('BucketAlreadyOwnedByYou', { elements: { BucketName: bucket } });
  }
  request.incoming.resume();
  store.putBucket(bucket, {});
  return { status: 200, headers: { location: `/${bucket}` } };
};

export const headBucket: Operation = async ({ request, store, signers }) => {
  store.getBucket(request.bucket);
  return { status: 200, headers: { 'x-amz-bucket-region': signers.region } };
};
