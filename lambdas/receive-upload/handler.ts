// Wires the queue of S3's notifications to S3, DynamoDB and the inspecting thread.

import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { findFileWith } from '../aws/dynamodb/find-file.ts';
import { settleFileWith } from '../aws/dynamodb/settle-file.ts';
import type { Invocation } from '../aws/events/sqs-batch.ts';
import { sqsS3Events } from '../aws/events/sqs-s3-events.ts';
import { deleteVersionWith } from '../aws/s3/delete-version.ts';
import { readChecksumWith } from '../aws/s3/read-checksum.ts';
import { readRangeWith } from '../aws/s3/read-range.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { startInspector } from '../inspection/inspector.ts';
import { loggingReception } from '../log-reception.ts';
import { receiveUpload } from './receive-upload.ts';

const { TABLE_NAME, MEDIA_BUCKET } = readEnvironment('TABLE_NAME', 'MEDIA_BUCKET');
const dynamo = connectDynamo();
const s3 = connectS3();
let invocation: Invocation | undefined;

// Time to settle the record after the inspection.
const RESERVE_MS = 5_000;

const receive = loggingReception(
  receiveUpload({
    config,
    findFile: findFileWith(dynamo, TABLE_NAME),
    inspectUpload: startInspector({
      worker: new URL('./inspect-worker.mjs', import.meta.url),
      cpuSeconds: config.validation.cpuSeconds,
      remainingMs: () => (invocation?.remainingMs() ?? 0) - RESERVE_MS,
    }),
    readRange: readRangeWith(s3, MEDIA_BUCKET),
    readChecksum: readChecksumWith(s3, MEDIA_BUCKET),
    settleFile: settleFileWith(dynamo, TABLE_NAME),
    deleteVersion: deleteVersionWith(s3, MEDIA_BUCKET),
    now: () => new Date(),
  }),
);

export const handler = sqsS3Events(async (version, current) => {
  invocation = current;
  await receive(version);
});
