// Wires POST /files/{id}/complete to DynamoDB and S3.
import config from '../../airlock.config.ts';
import { apiGateway } from '../aws/api-gateway.ts';
import { completeMultipartIn } from '../aws/complete-multipart.ts';
import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { findAccessIn } from '../aws/find-access.ts';
import { listPartsIn } from '../aws/list-parts.ts';
import { objectExistsIn } from '../aws/object-exists.ts';
import { readEnvironment } from '../env.ts';
import { viewFile } from '../file-view.ts';
import { json } from '../http.ts';
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
  findAccess: findAccessIn(connectDynamo(), TABLE_NAME),
  listParts: listPartsIn(s3, MEDIA_BUCKET),
  completeMultipart: completeMultipartIn(s3, MEDIA_BUCKET),
  objectExists: objectExistsIn(s3, MEDIA_BUCKET),
  now: () => new Date(),
});

export const handler = apiGateway(async (_request, { principal, params }) => {
  const file = await complete(params.id ?? '', principal);
  logOutcome({ event: 'upload_completed', fileId: file.id, size: file.size });
  return json(202, { file: viewFile(file, MEDIA_ORIGIN) });
}, config.groupsClaim);
