// Wires POST /files/{id}/complete to DynamoDB, S3 and the inspecting thread.

import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { findFileWith } from '../aws/dynamodb/find-file.ts';
import { settleFileWith } from '../aws/dynamodb/settle-file.ts';
import { apiGateway, apiGatewayPermitted, apiGatewayRoutes } from '../aws/events/api-gateway.ts';
import { completeMultipartWith } from '../aws/s3/complete-multipart.ts';
import { deleteVersionWith } from '../aws/s3/delete-version.ts';
import { listPartsWith } from '../aws/s3/list-parts.ts';
import { objectExistsWith } from '../aws/s3/object-exists.ts';
import { readChecksumWith } from '../aws/s3/read-checksum.ts';
import { readRangeWith } from '../aws/s3/read-range.ts';
import { config } from '../config/deployed.ts';
import { hasArrived } from '../domain/file.ts';
import { readEnvironment } from '../env.ts';
import { viewFileWith } from '../http/file-view.ts';
import { json, type Route } from '../http/http.ts';
import { startInspector } from '../inspection/inspector.ts';
import { judgeOrLeave } from '../inspection/judge-now.ts';
import { logOutcome } from '../log.ts';
import { loggingReception } from '../log-reception.ts';
import { followMerged } from '../reading/follow-merged.ts';
import { receiveUpload } from '../receive-upload/receive-upload.ts';
import { completeUpload } from './complete-upload.ts';

/** Longest time that a caller waits for a verdict beyond the completion; larger documents are left to the event. */
const LONGEST_JUDGEMENT_MS = 10_000;
/** Time to settle the record and to answer, before Lambda ends the function. */
const RESERVE_MS = 3_000;

const { TABLE_NAME, MEDIA_BUCKET, MEDIA_ORIGIN } = readEnvironment(
  'TABLE_NAME',
  'MEDIA_BUCKET',
  'MEDIA_ORIGIN',
);
const dynamo = connectDynamo();
const s3 = connectS3();
const now = () => new Date();
let remainingMs = (): number => 0;

const receive = loggingReception(
  receiveUpload({
    config,
    findFile: findFileWith(dynamo, TABLE_NAME),
    inspectUpload: startInspector({
      worker: new URL('./inspect-worker.mjs', import.meta.url),
      cpuSeconds: config.validation.cpuSeconds,
      remainingMs: () => Math.min(LONGEST_JUDGEMENT_MS, remainingMs() - RESERVE_MS),
      stopsInTime: true,
    }),
    readRange: readRangeWith(s3, MEDIA_BUCKET),
    readChecksum: readChecksumWith(s3, MEDIA_BUCKET),
    settleFile: settleFileWith(dynamo, TABLE_NAME),
    deleteVersion: deleteVersionWith(s3, MEDIA_BUCKET),
    now,
  }),
);

const complete = completeUpload({
  config,
  findAccess: followMerged(findAccessWith(dynamo, TABLE_NAME)),
  listParts: listPartsWith(s3, MEDIA_BUCKET),
  completeMultipart: completeMultipartWith(s3, MEDIA_BUCKET),
  objectExists: objectExistsWith(s3, MEDIA_BUCKET),
  judgeNow: judgeOrLeave(receive),
  now,
});
const viewFile = viewFileWith(config, MEDIA_ORIGIN);

const completeOne: Route = async (_request, call) => {
  remainingMs = call.remainingMs;
  const file = await complete(call.params.id ?? '', call.principal);
  logOutcome({ event: 'upload_completed', fileId: file.id, size: file.size });
  return json(hasArrived(file) ? 200 : 202, { file: viewFile(file, call.principal) });
};

export const handler = apiGatewayRoutes({
  'POST /files/{id}/complete': apiGateway(completeOne, config.auth),
  'POST /permitted/files/{id}/complete': apiGatewayPermitted(completeOne),
});
