// Wires DELETE /files/{id}/grants/{principal} to DynamoDB.

import { auditWith, rememberFiles } from '../audit.ts';
import { connectDynamo } from '../aws/connect.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { removeGrantWith } from '../aws/dynamodb/grants.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { noContent } from '../http/http.ts';
import { readGrantee } from '../http/read-grantee.ts';
import { logOutcome } from '../log.ts';
import { unshareFile } from './remove-grant.ts';

const { TABLE_NAME } = readEnvironment('TABLE_NAME');
const dynamo = connectDynamo();
const files = rememberFiles(findAccessWith(dynamo, TABLE_NAME));
const audit = auditWith(config);

const unshare = unshareFile({
  config,
  findAccess: files.findAccess,
  removeGrant: removeGrantWith(dynamo, TABLE_NAME),
});

export const handler = apiGateway(async (_request, { principal, params }) => {
  const fileId = params.id ?? '';
  const grantee = readGrantee(params);
  await unshare(fileId, grantee, principal);
  logOutcome({ event: 'file_unshared', fileId, by: principal.sub, with: grantee });
  audit('file_unshared', principal, files.fileFor(principal, fileId), { with: grantee });
  return noContent();
}, config.auth);
