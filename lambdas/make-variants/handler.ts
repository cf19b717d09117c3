// Wires the queue of images to S3 and to the queue of results.
import { connectS3, connectSqs } from '../aws/connect.ts';
import { sqsBatch } from '../aws/events/sqs-batch.ts';
import { sendHandOffsWith } from '../aws/queues/send-hand-offs.ts';
import { putVariantWith } from '../aws/s3/put-variant.ts';
import { readRangeWith } from '../aws/s3/read-range.ts';
import { config } from '../config/deployed.ts';
import type { VariantsRequest } from '../domain/hand-offs.ts';
import { readEnvironment } from '../env.ts';
import { encodeImage } from '../imaging/encode-image.ts';
import { logOutcome } from '../log.ts';
import { makeVariants } from './make-variants.ts';

const { MEDIA_BUCKET, VARIANT_RESULTS_QUEUE } = readEnvironment(
  'MEDIA_BUCKET',
  'VARIANT_RESULTS_QUEUE',
);
const s3 = connectS3();

const make = makeVariants({
  config,
  readRange: readRangeWith(s3, MEDIA_BUCKET),
  encodeImage,
  putVariant: putVariantWith(s3, MEDIA_BUCKET),
  sendHandOffs: sendHandOffsWith(connectSqs(), { variantResults: VARIANT_RESULTS_QUEUE }),
});

export const handler = sqsBatch('variants_failed', async (body) => {
  const request = JSON.parse(body) as VariantsRequest;
  const outcome = await make(request);
  logOutcome({ event: `variants_${outcome}`, fileId: request.fileId });
});
