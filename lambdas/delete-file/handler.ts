// Wires DELETE /files/{id} to DynamoDB and S3.
import config from '../../airlock.config.ts';
import { abandonFileIn } from '../aws/abandon-file.ts';
import { abortMultipartIn } from '../aws/abort-multipart.ts';
import { apiGateway } from '../aws/api-gateway.ts';
import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { findFileIn } from '../aws/find-file.ts';
import { readEnvironment } from '../env.ts';
import { noContent } from '../http.ts';
import { logOutcome } from '../log.ts';
import { deleteFile } from './delete-file.ts';

const { TABLE_NAME, MEDIA_BUCKET } = readEnvironment('TABLE_NAME', 'MEDIA_BUCKET');
const dynamo = connectDynamo();

const remove = deleteFile({
  config,
  findFile: findFileIn(dynamo, TABLE_NAME),
  abandonFile: abandonFileIn(dynamo, TABLE_NAME),
  abortMultipart: abortMultipartIn(connectS3(), MEDIA_BUCKET),
  now: () => new Date(),
});

export const handler = apiGateway(async (_request, { principal, params }) => {
  const fileId = params.id ?? '';
  await remove(fileId, principal);
  logOutcome({ event: 'upload_abandoned', fileId });
  return noContent();
}, config.groupsClaim);
