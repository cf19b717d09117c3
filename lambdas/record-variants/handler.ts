// Wires the queue of variants that were made to DynamoDB and S3.
import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { findFileWith } from '../aws/dynamodb/find-file.ts';
import { recordVariantsWith } from '../aws/dynamodb/record-variants.ts';
import { sqsBatch } from '../aws/events/sqs-batch.ts';
import { deleteVersionWith } from '../aws/s3/delete-version.ts';
import { config } from '../config/deployed.ts';
import type { VariantsResult } from '../domain/hand-offs.ts';
import { readEnvironment } from '../env.ts';
import { logOutcome } from '../log.ts';
import { recordVariants } from './record-variants.ts';

const { TABLE_NAME, MEDIA_BUCKET } = readEnvironment('TABLE_NAME', 'MEDIA_BUCKET');
const dynamo = connectDynamo();

const record = recordVariants({
  config,
  findFile: findFileWith(dynamo, TABLE_NAME),
  recordVariants: recordVariantsWith(dynamo, TABLE_NAME),
  deleteVersion: deleteVersionWith(connectS3(), MEDIA_BUCKET),
  now: () => new Date(),
});

export const handler = sqsBatch('variants_not_recorded', async (body) => {
  const result = JSON.parse(body) as VariantsResult;
  const outcome = await record(result);
  const { fileId, items, failure } = result;
  logOutcome({ event: `variants_${outcome}`, fileId, variants: items.length, failure });
});
