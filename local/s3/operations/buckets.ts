// CreateBucket and HeadBucket.
import { invalidArgument, S3Error } from '../errors.ts';
import type { Operation } from '../exchange.ts';
import { readDocument } from '../payload.ts';
import type { ObjectOwnership } from '../records.ts';
import type { S3Request } from '../request.ts';
import { parseXml } from '../xml.ts';

/** S3 user guide, "General purpose bucket naming rules". */
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const FORBIDDEN_IN_NAME =
  /\.\.|\.-|-\.|^xn--|^sthree-|^amzn-s3-demo-|-s3alias$|--ol-s3$|\.mrap$|--x-s3$|--table-s3$|^\d+\.\d+\.\d+\.\d+$/;
const OWNERSHIPS: readonly ObjectOwnership[] = [
  'BucketOwnerEnforced',
  'BucketOwnerPreferred',
  'ObjectWriter',
];

export const createBucket: Operation = async ({ request, store, signers, identity }) => {
  const { bucket } = request;
  if (!BUCKET_NAME.test(bucket) || FORBIDDEN_IN_NAME.test(bucket)) {
    throw new S3Error('InvalidBucketName', { elements: { BucketName: bucket } });
  }
  if (store.findBucket(bucket)) {
    throw new S3Error('BucketAlreadyOwnedByYou', { elements: { BucketName: bucket } });
  }
  const ownership = ownershipIn(request);
  if (Number(request.header('content-length') ?? 0) === 0) request.incoming.resume();
  else requireRegion(await readDocument(request, identity()), signers.region);
  store.putBucket(bucket, { ownership });
  return { status: 200, headers: { location: `/${bucket}` } };
};

/** A bucket is created in the region that is asked, or not at all. */
function requireRegion(text: string, region: string): void {
  const shape = { LocationConstraint: 'text' } as const;
  const asked = parseXml(text, 'CreateBucketConfiguration', shape).text('LocationConstraint');
  if (asked === undefined || asked === region) return;
  throw new S3Error(
    'IllegalLocationConstraintException',
    `The ${asked} location constraint is incompatible for the region specific endpoint this request was sent to.`,
  );
}

function ownershipIn(request: S3Request): ObjectOwnership {
  const name = 'x-amz-object-ownership';
  const asked = request.header(name) ?? 'BucketOwnerEnforced';
  const known = OWNERSHIPS.find((ownership) => ownership === asked);
  if (known) return known;
  throw invalidArgument(`Invalid ${name} header: ${asked}`, name, asked);
}

export const headBucket: Operation = async ({ request, store, signers }) => {
  store.getBucket(request.bucket);
  return { status: 200, headers: { 'x-amz-bucket-region': signers.region } };
};
