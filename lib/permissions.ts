// Who may touch what: every function's rights on one page. Nothing else in the stack grants anything to a function.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { FunctionName } from '../lambdas/functions.ts';
import type { FileTable } from './file-table.ts';
import type { MediaBucket } from './media-bucket.ts';
import type { UploadQueue } from './upload-queue.ts';

/** What functions act on. */
export interface Resources {
  readonly table: FileTable;
  readonly bucket: MediaBucket;
  readonly queue: UploadQueue;
}

const allow = (resources: string | string[], ...actions: string[]) =>
  new PolicyStatement({ actions, resources: [resources].flat() });

/** Every function's rights. A presigned request can do what its signer may do, and nothing more. */
export function permissions({ table, bucket, queue }: Resources) {
  const lists = [
    table.indexArn('ownerFiles'),
    table.indexArn('collectionFiles'),
    table.indexArn('ownerFilesByStatus'),
    table.indexArn('collectionFilesByStatus'),
  ];
  // Without it S3 answers 403 instead of 404 for what does not exist (S3 API reference, "GetObject"), and a function
  // could not tell an object that is gone from a right that is missing. A condition on s3:prefix would never hold here.
  const tellMissing = allow(bucket.bucketArn, 's3:ListBucket');
  return {
    'issue-upload': [
      allow(table.tableArn, 'dynamodb:GetItem', 'dynamodb:PutItem'),
      allow(bucket.uploadsArn, 's3:AbortMultipartUpload', 's3:PutObject'),
    ],
    'sign-parts': [
      allow(table.tableArn, 'dynamodb:GetItem'),
      allow(bucket.uploadsArn, 's3:PutObject'),
    ],
    'list-parts': [
      allow(table.tableArn, 'dynamodb:GetItem'),
      allow(bucket.uploadsArn, 's3:ListMultipartUploadParts'),
    ],
    'complete-upload': [
      allow(table.tableArn, 'dynamodb:GetItem'),
      allow(bucket.uploadsArn, 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'),
      tellMissing,
    ],
    'receive-upload': [
      allow(queue.arn, 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'),
      allow(bucket.uploadsArn, 's3:DeleteObjectVersion', 's3:GetObjectVersion'),
      tellMissing,
      allow(table.tableArn, 'dynamodb:UpdateItem'),
    ],
    'get-file': [allow(table.tableArn, 'dynamodb:GetItem')],
    'list-files': [allow(lists, 'dynamodb:Query')],
    'issue-download': [
      allow(table.tableArn, 'dynamodb:GetItem'),
      allow(bucket.uploadsArn, 's3:GetObjectVersion'),
    ],
    'delete-file': [
      allow(table.tableArn, 'dynamodb:GetItem', 'dynamodb:PutItem'),
      allow(bucket.uploadsArn, 's3:AbortMultipartUpload'),
    ],
  } satisfies Record<FunctionName, PolicyStatement[]>;
}
