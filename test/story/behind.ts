// A look behind the API, at what S3 and DynamoDB really hold. Only tests have this key.
import {
  type AttributeValue,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  GetObjectTaggingCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectTaggingCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { inject } from 'vitest';

const { s3: endpoint, dynamodb, ...names } = inject('addresses');
const { mediaBucket: Bucket, publicBucket, table: TableName } = names;
const connection = { region: 'us-east-1', credentials: inject('credentials') };
export const s3 = new S3Client({ endpoint, forcePathStyle: true, ...connection });
export const dynamo = new DynamoDBClient({ endpoint: dynamodb, ...connection });

/** Every version and delete marker whose key holds the file's id. */
export const versionsOf = (fileId: string): Promise<string[]> => versionsBelow('media/', fileId);

/** Every version of every variant of the file. */
export const variantVersionsOf = (fileId: string): Promise<string[]> =>
  versionsBelow('variants/', fileId);

async function versionsBelow(Prefix: string, fileId: string): Promise<string[]> {
  const found: string[] = [];
  let next: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (next) {
    const page: ListObjectVersionsCommandOutput = await s3.send(
      new ListObjectVersionsCommand({ Bucket, Prefix, ...next }),
    );
    for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])]) {
      if (Key?.includes(fileId) && VersionId) found.push(VersionId);
    }
    const { IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page;
    next = IsTruncated
      ? { ...(KeyMarker && { KeyMarker }), ...(VersionIdMarker && { VersionIdMarker }) }
      : undefined;
  }
  return found;
}

/** Keys of every public copy of the file. */
export async function publicCopiesOf(fileId: string): Promise<string[]> {
  const { Contents = [] } = await s3.send(
    new ListObjectsV2Command({ Bucket: publicBucket, Prefix: 'public/' }),
  );
  return Contents.flatMap(({ Key }) => (Key?.includes(fileId) ? [Key] : []));
}

/** Tags the one version of a file, as a scanner does. */
export async function tagVersionOf(fileId: string, tags: Record<string, string>): Promise<void> {
  const { Versions = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket, Prefix: 'media/' }),
  );
  const { Key, VersionId } = Versions.find((version) => version.Key?.includes(fileId)) ?? {};
  const TagSet = Object.entries(tags).map(([name, Value]) => ({ Key: name, Value }));
  await s3.send(new PutObjectTaggingCommand({ Bucket, Key, VersionId, Tagging: { TagSet } }));
}

/** Tags of a public copy. */
export async function tagsOfCopy(key: string): Promise<Record<string, string>> {
  const { TagSet = [] } = await s3.send(
    new GetObjectTaggingCommand({ Bucket: publicBucket, Key: key }),
  );
  return Object.fromEntries(TagSet.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}

/** Upload ids of unfinished multipart uploads of the file. */
export async function multipartUploadsOf(fileId: string): Promise<string[]> {
  const { Uploads = [] } = await s3.send(
    new ListMultipartUploadsCommand({ Bucket, Prefix: 'media/' }),
  );
  return Uploads.flatMap(({ Key, UploadId }) =>
    Key?.includes(fileId) && UploadId ? [UploadId] : [],
  );
}

/** Puts an item into the table as it is, as an older release wrote it. */
export async function putItem(Item: Record<string, AttributeValue>): Promise<void> {
  await dynamo.send(new PutItemCommand({ TableName, Item }));
}

/** The item of a file's record. */
export async function recordOf(fileId: string): Promise<Record<string, AttributeValue>> {
  const Key = { pk: { S: `FILE#${fileId}` }, sk: { S: 'FILE' } };
  const { Item } = await dynamo.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }));
  return Item ?? {};
}
