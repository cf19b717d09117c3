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
  return {
    'issue-upload': [
      allow(table.tableArn, 'dynamodb:GetItem', 'dynamodb:PutItem'),
      allow(bucket.uploadsArn, 's3:PutObject'),
    ],
    'receive-upload': [
      allow(queue.arn, 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'),
      allow(bucket.uploadsArn, 's3:DeleteObjectVersion', 's3:GetObjectVersion'),
      allow(table.tableArn, 'dynamodb:UpdateItem'),
    ],
    'get-file': [allow(table.tableArn, 'dynamodb:GetItem')],
    'list-files': [allow(lists, 'dynamodb:Query')],
    'issue-download': [
      allow(table.tableArn, 'dynamodb:GetItem'),
      allow(bucket.uploadsArn, 's3:GetObjectVersion'),
    ],
  } satisfies Record<FunctionName, PolicyStatement[]>;
}
