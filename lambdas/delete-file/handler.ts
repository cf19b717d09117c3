// Wires DELETE /files/{id} and POST /deletions to DynamoDB.

import { auditWith, rememberFiles } from '../audit.ts';
import { connectDynamo } from '../aws/connect.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { removeFileWith } from '../aws/dynamodb/remove-file.ts';
import { apiGateway, apiGatewayRoutes } from '../aws/events/api-gateway.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { deletionsRequestSchema } from '../http/deletion-requests.ts';
import { answerEach, forEachFile } from '../http/for-each-file.ts';
import { noContent } from '../http/http.ts';
import { readBody } from '../http/request.ts';
import { logOutcome } from '../log.ts';
import { deleteFile } from './delete-file.ts';

const { TABLE_NAME } = readEnvironment('TABLE_NAME');
const dynamo = connectDynamo();
const files = rememberFiles(findAccessWith(dynamo, TABLE_NAME));
const audit = auditWith(config);

const remove = deleteFile({
  config,
  findAccess: files.findAccess,
  removeFile: removeFileWith(dynamo, TABLE_NAME),
  now: () => new Date(),
});

// The files of one owner share a counter, so their deletions would only wait for each other.
const AT_ONCE = 1;

const removeOne = apiGateway(async (_request, { principal, params }) => {
  await removeLogged(params.id ?? '', principal);
  return noContent();
}, config.auth);

const removeMany = apiGateway(
  async (request, { principal }) => {
    const { ids } = await readBody(request, deletionsRequestSchema);
    const outcomes = await forEachFile(ids, AT_ONCE, (id) => removeLogged(id, principal));
    return answerEach(outcomes, 'deleted');
  },
  config.auth,
  { body: true },
);

async function removeLogged(...[fileId, principal]: Parameters<typeof remove>) {
  await remove(fileId, principal);
  logOutcome({ event: 'file_deleted', fileId, by: principal.sub });
  audit('file_deleted', principal, files.fileFor(principal, fileId));
  return {};
}

export const handler = apiGatewayRoutes({
  'DELETE /files/{id}': removeOne,
  'POST /deletions': removeMany,
});
