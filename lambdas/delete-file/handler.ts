// Wires DELETE /files/{id} to DynamoDB.

import { connectDynamo } from '../aws/connect.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { removeFileWith } from '../aws/dynamodb/remove-file.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { noContent } from '../http/http.ts';
import { logOutcome } from '../log.ts';
import { deleteFile } from './delete-file.ts';

const { TABLE_NAME } = readEnvironment('TABLE_NAME');
const dynamo = connectDynamo();

const remove = deleteFile({
  config,
  findAccess: findAccessWith(dynamo, TABLE_NAME),
  removeFile: removeFileWith(dynamo, TABLE_NAME),
  now: () => new Date(),
});

export const handler = apiGateway(async (_request, { principal, params }) => {
  const fileId = params.id ?? '';
  await remove(fileId, principal);
  logOutcome({ event: 'file_deleted', fileId, by: principal.sub });
  return noContent();
}, config.auth.groupsClaim);
