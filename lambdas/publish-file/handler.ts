// Wires the queue of publications to S3, CloudFront and DynamoDB.

import { invalidatePathWith } from '../aws/cloudfront/invalidate-path.ts';
import { connectCloudFront, connectDynamo, connectS3, connectSqs } from '../aws/connect.ts';
import { findFileWith } from '../aws/dynamodb/find-file.ts';
import { markPublishedWith, markWithdrawnWith } from '../aws/dynamodb/mark-publication.ts';
import { sqsBatch } from '../aws/events/sqs-batch.ts';
import { postponeWith } from '../aws/queues/postpone.ts';
import { copyToPublicWith, readCopyTagWith } from '../aws/s3/copy-to-public.ts';
import { deletePublicCopyWith, listPublicCopiesWith } from '../aws/s3/public-copies.ts';
import { config } from '../config/deployed.ts';
import type { PublicationRequest } from '../domain/hand-offs.ts';
import { readEnvironment } from '../env.ts';
import { logOutcome } from '../log.ts';
import { publishFile } from './publish-file.ts';

const { TABLE_NAME, MEDIA_BUCKET, PUBLIC_BUCKET, MEDIA_DISTRIBUTION, PUBLICATIONS_QUEUE } =
  readEnvironment(
    'TABLE_NAME',
    'MEDIA_BUCKET',
    'PUBLIC_BUCKET',
    'MEDIA_DISTRIBUTION',
    'PUBLICATIONS_QUEUE',
  );
const dynamo = connectDynamo();
const s3 = connectS3();

const publish = publishFile({
  config,
  findFile: findFileWith(dynamo, TABLE_NAME),
  copyToPublic: copyToPublicWith(s3, MEDIA_BUCKET, PUBLIC_BUCKET),
  readCopyTag: readCopyTagWith(s3, PUBLIC_BUCKET),
  listPublicCopies: listPublicCopiesWith(s3, PUBLIC_BUCKET),
  deletePublicCopy: deletePublicCopyWith(s3, PUBLIC_BUCKET),
  invalidatePath: invalidatePathWith(connectCloudFront(), MEDIA_DISTRIBUTION),
  markPublished: markPublishedWith(dynamo, TABLE_NAME),
  markWithdrawn: markWithdrawnWith(dynamo, TABLE_NAME),
  now: () => new Date(),
});

// The queue's own timeout is as long as the longest copy may take.
const RETRY_SECONDS = [2, 15, 60];
const LONGEST_RETRY_SECONDS = 300;
const delayAfter = (attempt: number): number => RETRY_SECONDS[attempt - 1] ?? LONGEST_RETRY_SECONDS;

export const handler = sqsBatch(
  'publish_failed',
  async (body) => {
    const request = JSON.parse(body) as PublicationRequest;
    const outcome = await publish(request);
    logOutcome({ event: `publication_${outcome}`, fileId: request.fileId });
  },
  { postpone: postponeWith(connectSqs(), PUBLICATIONS_QUEUE, delayAfter) },
);
