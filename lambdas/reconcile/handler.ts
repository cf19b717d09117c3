// Wires the schedule, or an operator's invocation with `{"repair": true}`, to DynamoDB, S3 and CloudFront.
import type { Context } from 'aws-lambda';
import { invalidatePathWith } from '../aws/cloudfront/invalidate-path.ts';
import { connectCloudFront, connectDynamo, connectS3 } from '../aws/connect.ts';
import { findFileWith } from '../aws/dynamodb/find-file.ts';
import { findFilesWith } from '../aws/dynamodb/find-files.ts';
import { forgetVersionWith } from '../aws/dynamodb/forget-version.ts';
import { askToPublishWith } from '../aws/dynamodb/mark-publication.ts';
import { placeFileWith } from '../aws/dynamodb/place-file.ts';
import { askForVariantsWith } from '../aws/dynamodb/record-variants.ts';
import { removeBesideWith } from '../aws/dynamodb/remove-beside.ts';
import { removeFileWith } from '../aws/dynamodb/remove-file.ts';
import { settleFileWith } from '../aws/dynamodb/settle-file.ts';
import { correctUsageWith, sumUsageWith } from '../aws/dynamodb/sum-usage.ts';
import { walkFilesWith, walkUsagesWith } from '../aws/dynamodb/walk-table.ts';
import { deleteVersionWith } from '../aws/s3/delete-version.ts';
import { listVariantsWith, listVersionsWith } from '../aws/s3/list-versions.ts';
import { objectExistsWith } from '../aws/s3/object-exists.ts';
import {
  blankPublicCopyWith,
  deletePublicCopyWith,
  walkPublicCopiesWith,
} from '../aws/s3/public-copies.ts';
import { readChecksumWith } from '../aws/s3/read-checksum.ts';
import { readRangeWith } from '../aws/s3/read-range.ts';
import { versionExistsWith, walkVariantsWith, walkVersionsWith } from '../aws/s3/walk-versions.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { startInspector } from '../inspection/inspector.ts';
import { logOutcome } from '../log.ts';
import { loggingReception } from '../log-reception.ts';
import { purgeVersion } from '../purge-file/purge-file.ts';
import { receiveUpload } from '../receive-upload/receive-upload.ts';
import { type Position, reconcile } from './reconcile.ts';

const { TABLE_NAME, MEDIA_BUCKET, PUBLIC_BUCKET, MEDIA_DISTRIBUTION } = readEnvironment(
  'TABLE_NAME',
  'MEDIA_BUCKET',
  'PUBLIC_BUCKET',
  'MEDIA_DISTRIBUTION',
);
const dynamo = connectDynamo();
const s3 = connectS3();
const cloudFront = connectCloudFront();
const now = () => new Date();
const inspectUpload = startInspector({
  worker: new URL('./inspect-worker.mjs', import.meta.url),
  cpuSeconds: config.validation.cpuSeconds,
});

/** What an invocation may request; a scheduled one requests nothing and only reports. */
interface Request {
  readonly repair?: boolean;
  /** What the previous invocation answered as `next`. */
  readonly from?: Position;
}

// Time enough for the page at hand before Lambda ends the run.
const RESERVE_MS = 120_000;
// Indexes are usually less than a second behind (DynamoDB developer guide, "Global secondary indexes").
const CATCH_UP_MS = 5_000;

export const handler = async (
  { repair = false, from = { stage: 'versions' } }: Request,
  context: Context,
): Promise<{
  readonly findings: Readonly<Record<string, number>>;
  readonly next?: Position | undefined;
}> => {
  const findings: Record<string, number> = {};
  const run = reconcile({
    config,
    walkVersions: walkVersionsWith(s3, MEDIA_BUCKET),
    walkVariants: walkVariantsWith(s3, MEDIA_BUCKET),
    walkFiles: walkFilesWith(dynamo, TABLE_NAME),
    walkUsages: walkUsagesWith(dynamo, TABLE_NAME),
    findFiles: findFilesWith(dynamo, TABLE_NAME),
    versionExists: versionExistsWith(s3, MEDIA_BUCKET),
    sumUsage: sumUsageWith(dynamo, TABLE_NAME),
    correctUsage: correctUsageWith(dynamo, TABLE_NAME),
    receive: loggingReception(
      receiveUpload({
        config,
        findFile: findFileWith(dynamo, TABLE_NAME),
        inspectUpload,
        readRange: readRangeWith(s3, MEDIA_BUCKET),
        readChecksum: readChecksumWith(s3, MEDIA_BUCKET),
        settleFile: settleFileWith(dynamo, TABLE_NAME),
        deleteVersion: deleteVersionWith(s3, MEDIA_BUCKET),
        now,
      }),
    ),
    deleteVersion: deleteVersionWith(s3, MEDIA_BUCKET),
    walkPublicCopies: walkPublicCopiesWith(s3, PUBLIC_BUCKET),
    publicCopyExists: objectExistsWith(s3, PUBLIC_BUCKET),
    askToPublish: askToPublishWith(dynamo, TABLE_NAME),
    askForVariants: askForVariantsWith(dynamo, TABLE_NAME),
    blankPublicCopy: blankPublicCopyWith(s3, PUBLIC_BUCKET),
    deletePublicCopy: deletePublicCopyWith(s3, PUBLIC_BUCKET),
    invalidatePath: invalidatePathWith(cloudFront, MEDIA_DISTRIBUTION),
    removeFile: removeFileWith(dynamo, TABLE_NAME),
    placeFile: placeFileWith(dynamo, TABLE_NAME),
    removeBeside: removeBesideWith(dynamo, TABLE_NAME),
    purgeVersion: purgeVersion({
      config,
      listVersions: listVersionsWith(s3, MEDIA_BUCKET),
      listVariants: listVariantsWith(s3, MEDIA_BUCKET),
      deleteVersion: deleteVersionWith(s3, MEDIA_BUCKET),
      forgetVersion: forgetVersionWith(dynamo, TABLE_NAME),
      now,
    }),
    now,
    catchUp: () => new Promise((resolve) => setTimeout(resolve, CATCH_UP_MS)),
    report: ({ kind, ...finding }) => {
      findings[kind] = (findings[kind] ?? 0) + 1;
      logOutcome({ event: `reconcile_${kind}`, repair, ...finding });
    },
  });
  const next = await run(from, {
    repair,
    hasTime: () => context.getRemainingTimeInMillis() > RESERVE_MS,
  });
  logOutcome({ event: 'reconciled', repair, findings, next });
  return { findings, next };
};
