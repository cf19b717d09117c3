// Wires the queue of scans to S3, clamd and DynamoDB.

import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { findFileWith } from '../aws/dynamodb/find-file.ts';
import { endScanWith } from '../aws/dynamodb/scan-file.ts';
import { sqsBatch } from '../aws/events/sqs-batch.ts';
import { deleteVersionWith } from '../aws/s3/delete-version.ts';
import { scanVersionWith } from '../aws/scanners/scan-with-clamd.ts';
import { config } from '../config/deployed.ts';
import type { ScanRequest } from '../domain/hand-offs.ts';
import type { ScanVersion } from '../domain/ports.ts';
import { readEnvironment } from '../env.ts';
import { logScanReception } from '../log-reception.ts';
import { receiveScanResult } from '../receive-scan-result/receive-scan-result.ts';
import { scanUpload } from './scan-upload.ts';

const { TABLE_NAME, MEDIA_BUCKET } = readEnvironment('TABLE_NAME', 'MEDIA_BUCKET');
const dynamo = connectDynamo();
const s3 = connectS3();

// Less than the function's own timeout, so that a scanner that hangs is an error with a name.
const TIMEOUT_MS = 270_000;

const scan = scanUpload({
  findFile: findFileWith(dynamo, TABLE_NAME),
  scanVersion: scannerOf(),
  receiveScanResult: receiveScanResult({
    config,
    endScan: endScanWith(dynamo, TABLE_NAME),
    deleteVersion: deleteVersionWith(s3, MEDIA_BUCKET),
    now: () => new Date(),
  }),
});

function scannerOf(): ScanVersion {
  const { scanner } = config;
  if (scanner?.engine === 'clamd') return scanVersionWith(s3, MEDIA_BUCKET, scanner, TIMEOUT_MS);
  return async () => {
    throw new Error('No clamd is configured. Redeploy the stack from the current configuration.');
  };
}

export const handler = sqsBatch('scan_failed', async (body) => {
  const { fileId, ...version } = JSON.parse(body) as ScanRequest;
  const { result, ...reception } = await scan(fileId, version);
  logScanReception(version, reception, result);
});
