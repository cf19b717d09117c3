// Wires the queue of GuardDuty's results to DynamoDB and S3.

import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { endScanWith } from '../aws/dynamodb/scan-file.ts';
import { sqsScanResults } from '../aws/events/guardduty-events.ts';
import { deleteVersionWith } from '../aws/s3/delete-version.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { loggingScanReception } from '../log-reception.ts';
import { receiveScanResult } from './receive-scan-result.ts';

const { TABLE_NAME, MEDIA_BUCKET } = readEnvironment('TABLE_NAME', 'MEDIA_BUCKET');

const receive = loggingScanReception(
  receiveScanResult({
    config,
    endScan: endScanWith(connectDynamo(), TABLE_NAME),
    deleteVersion: deleteVersionWith(connectS3(), MEDIA_BUCKET),
    now: () => new Date(),
  }),
);

export const handler = sqsScanResults(async (version, result) => {
  await receive(version, result);
});
