// Wires the table's stream to S3, CloudFront and DynamoDB.

import { invalidatePathWith } from '../aws/cloudfront/invalidate-path.ts';
import { connectCloudFront, connectDynamo, connectS3 } from '../aws/connect.ts';
import { findFileWith } from '../aws/dynamodb/find-file.ts';
import { markPublishedWith, markWithdrawnWith } from '../aws/dynamodb/mark-publication.ts';
import { publicationsInStream } from '../aws/events/dynamo-stream.ts';
import { copyToPublicWith } from '../aws/s3/copy-to-public.ts';
import { deletePublicCopyWith } from '../aws/s3/public-copies.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { logOutcome } from '../log.ts';
import { publishFile } from './publish-file.ts';

const { TABLE_NAME, MEDIA_BUCKET, PUBLIC_BUCKET, MEDIA_DISTRIBUTION } = readEnvironment(
  'TABLE_NAME',
  'MEDIA_BUCKET',
  'PUBLIC_BUCKET',
  'MEDIA_DISTRIBUTION',
);
const dynamo = connectDynamo();
const s3 = connectS3();

const publish = publishFile({
  config,
  findFile: findFileWith(dynamo, TABLE_NAME),
  copyToPublic: copyToPublicWith(s3, MEDIA_BUCKET, PUBLIC_BUCKET),
  deletePublicCopy: deletePublicCopyWith(s3, PUBLIC_BUCKET),
  invalidatePath: invalidatePathWith(connectCloudFront(), MEDIA_DISTRIBUTION),
  markPublished: markPublishedWith(dynamo, TABLE_NAME),
  markWithdrawn: markWithdrawnWith(dynamo, TABLE_NAME),
  now: () => new Date(),
});

export const handler = publicationsInStream(async (fileId) => {
  const outcome = await publish(fileId);
  logOutcome({ event: `publication_${outcome}`, fileId });
});
