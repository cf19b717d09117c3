// The table of operations: which request is which operation, what runs it, what it needs to be allowed.
import { S3Error } from './errors.ts';
import type { Operation } from './exchange.ts';
import { putBucketCors } from './operations/bucket-cors.ts';
import { getBucketVersioning, putBucketVersioning } from './operations/bucket-versioning.ts';
import { createBucket, headBucket } from './operations/buckets.ts';
import { deleteObject } from './operations/delete-object.ts';
import { getObject, headObject } from './operations/get-object.ts';
import { postObject } from './operations/post-object.ts';
import { putObject } from './operations/put-object.ts';
import type { S3Request } from './request.ts';

interface Entry {
  readonly run: Operation;
  /** The IAM action; with a `versionId` in the query, `versionAction` if there is one. */
  readonly action: string;
  readonly versionAction?: string;
  /** The signature is in the form's fields and is verified by the operation itself. */
  readonly isForm?: true;
}

const OPERATIONS = {
  CreateBucket: { run: createBucket, action: 's3:CreateBucket' },
  HeadBucket: { run: headBucket, action: 's3:ListBucket' },
  PutBucketVersioning: { run: putBucketVersioning, action: 's3:PutBucketVersioning' },
  GetBucketVersioning: { run: getBucketVersioning, action: 's3:GetBucketVersioning' },
  PutBucketCors: { run: putBucketCors, action: 's3:PutBucketCORS' },
  PutObject: { run: putObject, action: 's3:PutObject' },
  PostObject: { run: postObject, action: 's3:PutObject', isForm: true },
  GetObject: { run: getObject, action: 's3:GetObject', versionAction: 's3:GetObjectVersion' },
  HeadObject: { run: headObject, action: 's3:GetObject', versionAction: 's3:GetObjectVersion' },
  DeleteObject: {
    run: deleteObject,
    action: 's3:DeleteObject',
    versionAction: 's3:DeleteObjectVersion',
  },
} as const satisfies Record<string, Entry>;

export type OperationName = keyof typeof OPERATIONS;

/** Query parameters that make a request another operation than its method and path say. */
const SUBRESOURCES =
  /^(accelerate|acl|analytics|attributes|cors|delete|encryption|intelligent-tiering|inventory|legal-hold|lifecycle|location|logging|metadata.*|metrics|notification|object-lock|ownershipControls|partNumber|policy|policyStatus|publicAccessBlock|renameObject|replication|requestPayment|restore|retention|select|session|tagging|torrent|uploadId|uploads|versioning|versions|website)$/;

/** Keyed by method, scope and the subresources asked for, in the order of the alphabet. */
const ROUTES: Readonly<Record<string, OperationName>> = {
  'PUT bucket': 'CreateBucket',
  'HEAD bucket': 'HeadBucket',
  'PUT bucket versioning': 'PutBucketVersioning',
  'GET bucket versioning': 'GetBucketVersioning',
  'PUT bucket cors': 'PutBucketCors',
  'POST bucket': 'PostObject',
  'PUT object': 'PutObject',
  'GET object': 'GetObject',
  'HEAD object': 'HeadObject',
  'DELETE object': 'DeleteObject',
};

/** An operation of this S3, by its AWS name. */
export interface Resolved extends Entry {
  readonly name: OperationName;
}

/** Finds the operation asked for. Throws NotImplemented for every other one. */
export function resolve(request: S3Request): Resolved {
  const { method, bucket, key } = request;
  const scope = key !== '' ? 'object' : bucket !== '' ? 'bucket' : 'service';
  const subresources = request.parameters
    .map(([name]) => name)
    .filter((name) => SUBRESOURCES.test(name))
    .sort();
  const isCopy = method === 'PUT' && request.header('x-amz-copy-source') !== undefined;
  const route = [method, scope, ...subresources, ...(isCopy ? ['copy'] : [])].join(' ');
  const name = ROUTES[route];
  if (name) return { name, ...OPERATIONS[name] };
  throw new S3Error('NotImplemented', {
    message: 'This operation is not implemented here',
    elements: { Operation: route },
  });
}

/** The IAM action a request needs on its own bucket and key. */
export function actionOf(operation: Resolved, request: S3Request): string {
  const isVersion = request.query('versionId') !== undefined;
  return (isVersion && operation.versionAction) || operation.action;
}
