// Wires POST /files/{id}/complete to DynamoDB and S3.

import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { completeMultipartWith } from '../aws/s3/complete-multipart.ts';
import { listPartsWith } from '../aws/s3/list-parts.ts';
import { objectExistsWith } from '../aws/s3/object-exists.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { viewFileWith } from '../http/file-view.ts';
import { json } from '../http/http.ts';
import { logOutcome } from '../log.ts';
import { completeUpload } from './complete-upload.ts';

const { TABLE_NAME, MEDIA_BUCKET, MEDIA_ORIGIN } = readEnvironment(
  'TABLE_NAME',
  'MEDIA_BUCKET',
  'MEDIA_ORIGIN',
);
const s3 = connectS3();

const complete = completeUpload({
  config,
  findAccess: findAccessWith(connectDynamo(), TABLE_NAME),
  listParts: listPartsWith(s3, MEDIA_BUCKET),
  completeMultipart: completeMultipartWith(s3, MEDIA_BUCKET),
  objectExists: objectExistsWith(s3, MEDIA_BUCKET),
  now: () => new Date(),
});
const viewFile = viewFileWith(config, MEDIA_ORIGIN);

export const handler = apiGateway(async (_request, { principal, params }) => {
  const file = await complete(params.id ?? '', principal);
  logOutcome({ event: 'upload_completed', fileId: file.id, size: file.size });
  return json(202, { file: viewFile(file, principal) });
}, config.auth.groupsClaim);
