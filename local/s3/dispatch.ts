// The table of operations: which request is which operation, what runs it, what it needs to be allowed.

import { S3Error } from './errors.ts';
import type { Operation } from './exchange.ts';
import type { OperationName } from './operation-name.ts';
import { abortMultipartUpload } from './operations/abort-multipart-upload.ts';
import { putBucketCors } from './operations/bucket-cors.ts';
import { getBucketVersioning, putBucketVersioning } from './operations/bucket-versioning.ts';
import { createBucket, headBucket } from './operations/buckets.ts';
import { completeMultipartUpload } from './operations/complete-multipart-upload.ts';
import { copyObject } from './operations/copy-object.ts';
import { createMultipartUpload } from './operations/create-multipart-upload.ts';
import { deleteObject } from './operations/delete-object.ts';
import { deleteObjects } from './operations/delete-objects.ts';
import { getObject, headObject } from './operations/get-object.ts';
import { getObjectAttributes } from './operations/get-object-attributes.ts';
import { listMultipartUploads } from './operations/list-multipart-uploads.ts';
import { listObjectVersions } from './operations/list-object-versions.ts';
import { listObjectsV2 } from './operations/list-objects-v2.ts';
import { listParts } from './operations/list-parts.ts';
import { getObjectTagging, putObjectTagging } from './operations/object-tagging.ts';
import { postObject } from './operations/post-object.ts';
import { putObject } from './operations/put-object.ts';
import { uploadPart } from './operations/upload-part.ts';
import { uploadPartCopy } from './operations/upload-part-copy.ts';
import type { S3Request } from './request.ts';
import { ACL_HEADERS } from './write-options.ts';

interface Entry {
  readonly run: Operation;
  /** The IAM action; with a `versionId`, `versionAction`. Absent where each object is asked for. */
  readonly action?: string;
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
  DeleteObjects: { run: deleteObjects },
  GetObjectAttributes: {
    run: getObjectAttributes,
    action: 's3:GetObjectAttributes',
    versionAction: 's3:GetObjectVersionAttributes',
  },
  GetObjectTagging: {
    run: getObjectTagging,
    action: 's3:GetObjectTagging',
    versionAction: 's3:GetObjectVersionTagging',
  },
  PutObjectTagging: {
    run: putObjectTagging,
    action: 's3:PutObjectTagging',
    versionAction: 's3:PutObjectVersionTagging',
  },
  ListObjectsV2: { run: listObjectsV2, action: 's3:ListBucket' },
  ListObjectVersions: { run: listObjectVersions, action: 's3:ListBucketVersions' },
  CopyObject: { run: copyObject, action: 's3:PutObject' },
  CreateMultipartUpload: { run: createMultipartUpload, action: 's3:PutObject' },
  UploadPart: { run: uploadPart, action: 's3:PutObject' },
  UploadPartCopy: { run: uploadPartCopy, action: 's3:PutObject' },
  CompleteMultipartUpload: { run: completeMultipartUpload, action: 's3:PutObject' },
  AbortMultipartUpload: { run: abortMultipartUpload, action: 's3:AbortMultipartUpload' },
  ListParts: { run: listParts, action: 's3:ListMultipartUploadParts' },
  ListMultipartUploads: { run: listMultipartUploads, action: 's3:ListBucketMultipartUploads' },
} as const satisfies Record<OperationName, Entry>;

/** Query parameters that make a request another operation than its method and path say. */
const SUBRESOURCES =
  /^(accelerate|acl|analytics|attributes|cors|delete|encryption|intelligent-tiering|inventory|legal-hold|lifecycle|list-type|location|logging|metadata.*|metrics|notification|object-lock|ownershipControls|partNumber|policy|policyStatus|publicAccessBlock|renameObject|replication|requestPayment|restore|retention|select|session|tagging|torrent|uploadId|uploads|versioning|versions|website)$/;

/** Keyed by method, scope and the subresources asked for, in the order of the alphabet. */
const ROUTES: Readonly<Record<string, OperationName>> = {
  'PUT bucket': 'CreateBucket',
  'HEAD bucket': 'HeadBucket',
  'PUT bucket versioning': 'PutBucketVersioning',
  'GET bucket versioning': 'GetBucketVersioning',
  'PUT bucket cors': 'PutBucketCors',
  'POST bucket': 'PostObject',
  'POST bucket delete': 'DeleteObjects',
  'GET bucket list-type': 'ListObjectsV2',
  'GET bucket versions': 'ListObjectVersions',
  'GET bucket uploads': 'ListMultipartUploads',
  'PUT object': 'PutObject',
  'GET object': 'GetObject',
  'HEAD object': 'HeadObject',
  'GET object partNumber': 'GetObject',
  'HEAD object partNumber': 'HeadObject',
  'DELETE object': 'DeleteObject',
  'GET object attributes': 'GetObjectAttributes',
  'GET object tagging': 'GetObjectTagging',
  'PUT object tagging': 'PutObjectTagging',
  'PUT object copy': 'CopyObject',
  'POST object uploads': 'CreateMultipartUpload',
  'PUT object partNumber uploadId': 'UploadPart',
  'PUT object partNumber uploadId copy': 'UploadPartCopy',
  'GET object uploadId': 'ListParts',
  'POST object uploadId': 'CompleteMultipartUpload',
  'DELETE object uploadId': 'AbortMultipartUpload',
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

/** The IAM actions a request needs on its own bucket and key. */
export function actionsOf(operation: Resolved, request: S3Request): string[] {
  const isVersion = request.query('versionId') !== undefined;
  const action = (isVersion && operation.versionAction) || operation.action;
  const isWrite = request.method !== 'GET' && request.method !== 'HEAD';
  const has = (header: string) => isWrite && request.header(header) !== undefined;
  return [
    ...(action ? [action] : []),
    ...(has('x-amz-tagging') ? ['s3:PutObjectTagging'] : []),
    ...(ACL_HEADERS.some(has) ? ['s3:PutObjectAcl'] : []),
  ];
}
