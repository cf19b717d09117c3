// Wires the schedule to DynamoDB and S3.
import type { Context } from 'aws-lambda';
import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { findFileWith } from '../aws/dynamodb/find-file.ts';
import { listExpiredWith } from '../aws/dynamodb/list-expired.ts';
import { listLapsedWith } from '../aws/dynamodb/list-lapsed.ts';
import { removeFileWith } from '../aws/dynamodb/remove-file.ts';
import { askAgainWith, endScanWith } from '../aws/dynamodb/scan-file.ts';
import { settleFileWith } from '../aws/dynamodb/settle-file.ts';
import { deleteVersionWith } from '../aws/s3/delete-version.ts';
import { findScanTagWith } from '../aws/s3/find-scan-tag.ts';
import { listVersionsWith } from '../aws/s3/list-versions.ts';
import { readChecksumWith } from '../aws/s3/read-checksum.ts';
import { readRangeWith } from '../aws/s3/read-range.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { MAX_CPU_SECONDS, startInspector } from '../inspection/inspector.ts';
import { logFailure, logOutcome } from '../log.ts';
import { loggingReception, loggingScanReception } from '../log-reception.ts';
import { receiveScanResult } from '../receive-scan-result/receive-scan-result.ts';
import { receiveUpload } from '../receive-upload/receive-upload.ts';
import { reapUploads } from './reap-uploads.ts';

const { TABLE_NAME, MEDIA_BUCKET } = readEnvironment('TABLE_NAME', 'MEDIA_BUCKET');
const dynamo = connectDynamo();
const s3 = connectS3();
const now = () => new Date();
const removeFile = removeFileWith(dynamo, TABLE_NAME);
const askAgain = askAgainWith(dynamo, TABLE_NAME);

const reap = reapUploads({
  config,
  listLapsed: listLapsedWith(dynamo, TABLE_NAME),
  listExpired: listExpiredWith(dynamo, TABLE_NAME),
  listVersions: listVersionsWith(s3, MEDIA_BUCKET),
  receive: loggingReception(
    receiveUpload({
      config,
      findFile: findFileWith(dynamo, TABLE_NAME),
      inspectUpload: startInspector({
        worker: new URL('./inspect-worker.mjs', import.meta.url),
        cpuSeconds: config.validation.cpuSeconds,
      }),
      readRange: readRangeWith(s3, MEDIA_BUCKET),
      readChecksum: readChecksumWith(s3, MEDIA_BUCKET),
      settleFile: settleFileWith(dynamo, TABLE_NAME),
      deleteVersion: deleteVersionWith(s3, MEDIA_BUCKET),
      now,
    }),
  ),
  removeFile: async (file, removal) => {
    const isRemoved = await removeFile(file, removal);
    const event = removal.expired === 'retention' ? 'file_expired' : 'upload_abandoned';
    if (isRemoved) logOutcome({ event, fileId: file.id, size: file.size });
    return isRemoved;
  },
  findScanResult:
    config.scanner?.engine === 'guardduty'
      ? findScanTagWith(s3, MEDIA_BUCKET)
      : async () => undefined,
  receiveScanResult: loggingScanReception(
    receiveScanResult({
      config,
      endScan: endScanWith(dynamo, TABLE_NAME),
      deleteVersion: deleteVersionWith(s3, MEDIA_BUCKET),
      now,
    }),
  ),
  askAgain: async (file, at) => {
    await askAgain(file, at);
    logOutcome({ event: 'scan_asked_again', fileId: file.id });
  },
  onFailure: ({ id }, error) => logFailure({ event: 'reap_failed', fileId: id }, error),
  now,
});

// Covers the longest inspection and the reading and settling of one upload before Lambda ends the run.
const RESERVE_MS = 2 * MAX_CPU_SECONDS * 1000;

export const handler = async (_event: unknown, context: Context): Promise<void> => {
  const done = await reap(() => context.getRemainingTimeInMillis() > RESERVE_MS);
  logOutcome({ event: 'uploads_reaped', ...done });
};
