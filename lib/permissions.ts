// The rights of every function. No other code of the stack grants a function anything.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { FunctionName } from '../lambdas/functions.ts';
import type { DirectoryAccess } from './directory-access.ts';
import type { DownloadKeys } from './download-keys.ts';
import type { EventBridge } from './event-bridge.ts';
import type { FileTable } from './file-table.ts';
import type { HandOffQueue } from './hand-off-queue.ts';
import type { MediaBucket } from './media-bucket.ts';
import type { MediaCdn } from './media-cdn.ts';
import type { PublicBucket } from './public-bucket.ts';
import type { Scanning } from './scanning.ts';
import type { TableFeed } from './table-feed.ts';
import type { VariantQueues } from './variant-queues.ts';

/** What functions act on. */
export interface Resources {
  readonly table: FileTable;
  readonly bucket: MediaBucket;
  readonly publicBucket: PublicBucket;
  readonly cdn: MediaCdn;
  /** The keys that sign downloads, if the CDN serves them. */
  readonly keys?: DownloadKeys | undefined;
  readonly queue: HandOffQueue;
  readonly deletions: TableFeed;
  readonly changes: TableFeed;
  readonly publications: HandOffQueue;
  readonly scanning?: Scanning | undefined;
  /** The queues of variants, if a collection makes any. */
  readonly variants?: VariantQueues | undefined;
  /** The key that encrypts the uploads, if it is not S3's own. */
  readonly encryptionKey?: IKey | undefined;
  readonly events?: EventBridge | undefined;
  /** The rights of lookups, if a directory is configured. */
  readonly directory?: DirectoryAccess | undefined;
}

const allow = (resources: string | string[], ...actions: string[]) =>
  new PolicyStatement({ actions, resources: [resources].flat() });

/** Rights on the table's items; a transaction asks for the right of each of its writes. */
const items = ({ tableArn }: FileTable, ...actions: string[]) =>
  allow(tableArn, ...actions.map((action) => `dynamodb:${action}`));

/** Rights on the items of one kind alone (DynamoDB developer guide, "Using IAM policy conditions"). */
const itemsOf = (
  { tableArn }: FileTable,
  kind: 'FILE' | 'LINK' | 'PERMISSION',
  ...actions: string[]
) =>
  new PolicyStatement({
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${kind}#*`] } },
  });

/**
 * The rights that S3 requires when a key of KMS encrypts the uploads: an upload in parts also needs decryption, because S3 reads
 * the parts to join them (S3 user guide, "Multipart upload and permissions").
 */
const keyRights = (key: IKey | undefined) => ({
  encrypt: key ? [allow(key.keyArn, 'kms:Decrypt', 'kms:GenerateDataKey')] : [],
  decrypt: key ? [allow(key.keyArn, 'kms:Decrypt')] : [],
});

/** Rights to read every record and every judged version, for functions of the caller's own. */
export const readerRights = ({
  table,
  bucket,
  encryptionKey,
}: Pick<Resources, 'table' | 'bucket' | 'encryptionKey'>) => [
  { actions: ['s3:GetObjectVersion'], resourceArns: [bucket.uploadsArn] },
  {
    actions: ['dynamodb:BatchGetItem', 'dynamodb:GetItem'],
    resourceArns: [table.tableArn],
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['FILE#*'] } },
  },
  ...(encryptionKey ? [{ actions: ['kms:Decrypt'], resourceArns: [encryptionKey.keyArn] }] : []),
];

/** Every function's rights. A presigned request can do what its signer may do, and nothing more. */
export function permissions(resources: Resources) {
  const { encrypt, decrypt } = keyRights(resources.encryptionKey);
  const { table, bucket, publicBucket, cdn, queue, deletions, scanning } = resources;
  const { changes, publications, events, variants } = resources;
  const lists = table.indexNames.map((name) => table.indexArn(name));
  // Without it S3 answers 403 instead of 404 for what does not exist (S3 API reference, "GetObject"), and a function
  // could not distinguish a deleted object from a missing permission. A condition on s3:prefix would never hold here.
  const seeMissing = allow(bucket.bucketArn, 's3:ListBucket');
  const listVersions = (...prefixes: string[]) =>
    new PolicyStatement({
      actions: ['s3:ListBucketVersions'],
      resources: [bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': prefixes } },
    });
  // GuardDuty's results are also in tags, which are read when an event was lost.
  const isTagged = scanning?.function === 'receive-scan-result';
  // A link can do what its signer may do: read versions, or, through the CDN, nothing by itself.
  const signDownloads =
    resources.keys?.readRight ??
    allow([bucket.uploadsArn, bucket.variantsArn], 's3:GetObjectVersion');
  const invalidate = allow(cdn.distributionArn, 'cloudfront:CreateInvalidation');
  // It reads the judged version and writes the copy; tags are never copied, so no right on them is needed.
  const publish = [
    // A copy is overwritten by its entity tag, which is read first.
    allow(
      publicBucket.copiesArn,
      's3:DeleteObject',
      's3:GetObject',
      's3:ListMultipartUploadParts',
      's3:PutObject',
    ),
    allow(publicBucket.bucketArn, 's3:ListBucket', 's3:ListBucketMultipartUploads'),
    invalidate,
  ];
  return {
    'issue-upload': [
      items(table, 'BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'UpdateItem'),
      allow(bucket.uploadsArn, 's3:AbortMultipartUpload', 's3:PutObject'),
      ...encrypt,
    ],
    'sign-parts': [
      items(table, 'BatchGetItem'),
      allow(bucket.uploadsArn, 's3:PutObject'),
      ...encrypt,
    ],
    'list-parts': [
      items(table, 'BatchGetItem'),
      allow(bucket.uploadsArn, 's3:ListMultipartUploadParts'),
    ],
    'complete-upload': [
      items(table, 'BatchGetItem', 'GetItem', 'PutItem', 'UpdateItem'),
      allow(
        bucket.uploadsArn,
        's3:DeleteObjectVersion',
        's3:GetObject',
        's3:GetObjectVersion',
        's3:ListMultipartUploadParts',
        's3:PutObject',
      ),
      seeMissing,
      ...encrypt,
    ],
    'receive-upload': [
      ...queue.readRights,
      allow(bucket.uploadsArn, 's3:DeleteObjectVersion', 's3:GetObjectVersion'),
      seeMissing,
      ...decrypt,
      items(table, 'GetItem', 'PutItem', 'UpdateItem'),
    ],
    'scan-upload': [
      ...(scanning?.readRights ?? []),
      allow(bucket.uploadsArn, 's3:DeleteObjectVersion', 's3:GetObjectVersion'),
      seeMissing,
      ...decrypt,
      items(table, 'GetItem', 'PutItem', 'UpdateItem'),
    ],
    'receive-scan-result': [
      ...(scanning?.readRights ?? []),
      allow(bucket.uploadsArn, 's3:DeleteObjectVersion'),
      items(table, 'GetItem', 'PutItem', 'UpdateItem'),
    ],
    'relay-changes': [
      ...changes.readRights,
      publications.sendRight,
      ...(scanning?.requests ? [scanning.requests.sendRight] : []),
      ...(variants ? [variants.requests.sendRight] : []),
      ...(events ? [events.putRight] : []),
    ],
    // It decodes untrusted bytes: an attacker who controls it could read uploads, and write only variants.
    'make-variants': [
      ...(variants ? [...variants.requests.readRights, variants.results.sendRight] : []),
      allow(bucket.uploadsArn, 's3:GetObjectVersion'),
      seeMissing,
      // To read what an earlier request has stored, when its answer was lost.
      allow(bucket.variantsArn, 's3:GetObject', 's3:PutObject'),
      ...encrypt,
    ],
    'record-variants': [
      ...(variants?.results.readRights ?? []),
      itemsOf(table, 'FILE', 'GetItem', 'UpdateItem'),
      allow(bucket.variantsArn, 's3:DeleteObjectVersion'),
    ],
    'publish-file': [
      ...publications.readRights,
      items(table, 'GetItem', 'UpdateItem'),
      allow([bucket.uploadsArn, bucket.variantsArn], 's3:GetObjectVersion'),
      seeMissing,
      ...decrypt,
      ...publish,
    ],
    'get-file': [items(table, 'BatchGetItem')],
    'list-files': [allow(lists, 'dynamodb:Query'), items(table, 'BatchGetItem')],
    'get-usage': [items(table, 'GetItem')],
    'issue-download': [items(table, 'BatchGetItem'), signDownloads, ...decrypt],
    'edit-file': [items(table, 'BatchGetItem', 'UpdateItem')],
    'add-grant': [
      items(table, 'BatchGetItem', 'ConditionCheckItem', 'PutItem', 'Query', 'UpdateItem'),
    ],
    'remove-grant': [items(table, 'BatchGetItem', 'ConditionCheckItem', 'DeleteItem')],
    'list-grants': [items(table, 'BatchGetItem', 'Query')],
    'issue-link': [
      items(table, 'BatchGetItem', 'ConditionCheckItem', 'PutItem', 'Query', 'UpdateItem'),
    ],
    'revoke-link': [items(table, 'BatchGetItem', 'ConditionCheckItem', 'DeleteItem')],
    'list-links': [items(table, 'BatchGetItem', 'Query')],
    // This function needs no token, so that its rights are limited to its own items.
    'follow-link': [
      itemsOf(table, 'FILE', 'GetItem'),
      itemsOf(table, 'LINK', 'GetItem', 'UpdateItem'),
      signDownloads,
      ...decrypt,
    ],
    'find-principals': resources.directory ? [resources.directory.lookupRight] : [],
    'permit-upload': [itemsOf(table, 'PERMISSION', 'PutItem')],
    'describe-api': [],
    'refuse-route': [],
    'delete-file': [items(table, 'BatchGetItem', 'PutItem', 'UpdateItem')],
    'delete-owner': [
      allow(
        [
          table.indexArn('ownerFiles'),
          table.indexArn('pendingFiles'),
          table.indexArn('sharedFiles'),
        ],
        'dynamodb:Query',
      ),
      items(table, 'BatchGetItem', 'DeleteItem', 'PutItem', 'UpdateItem'),
    ],
    'purge-file': [
      ...deletions.readRights,
      items(table, 'ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'),
      allow(bucket.uploadsArn, 's3:AbortMultipartUpload', 's3:DeleteObjectVersion'),
      allow(bucket.variantsArn, 's3:DeleteObjectVersion'),
      listVersions(bucket.uploadsPrefix, bucket.variantsPrefix),
    ],
    'reap-uploads': [
      allow(table.indexArn('pendingFiles'), 'dynamodb:Scan'),
      allow(table.indexArn('sharedFiles'), 'dynamodb:Query'),
      items(table, 'GetItem', 'PutItem', 'UpdateItem'),
      allow(bucket.uploadsArn, 's3:DeleteObjectVersion', 's3:GetObjectVersion'),
      ...decrypt,
      listVersions(bucket.uploadsPrefix),
      // It reads versions that a listing has just shown; but of a tag it must know that its version is gone.
      ...(isTagged ? [allow(bucket.uploadsArn, 's3:GetObjectVersionTagging'), seeMissing] : []),
    ],
    reconcile: [
      allow([table.indexArn('ownerFiles'), table.indexArn('pendingFiles')], 'dynamodb:Query'),
      items(
        table,
        'BatchGetItem',
        'ConditionCheckItem',
        'DeleteItem',
        'GetItem',
        'PutItem',
        'Query',
        'Scan',
        'UpdateItem',
      ),
      allow(
        [bucket.uploadsArn, bucket.variantsArn],
        's3:DeleteObjectVersion',
        's3:GetObjectVersion',
      ),
      ...decrypt,
      listVersions(bucket.uploadsPrefix, bucket.variantsPrefix),
      seeMissing,
      allow(publicBucket.copiesArn, 's3:DeleteObject', 's3:GetObject', 's3:PutObject'),
      allow(publicBucket.bucketArn, 's3:ListBucket'),
      invalidate,
    ],
  } satisfies Record<FunctionName, PolicyStatement[]>;
}
