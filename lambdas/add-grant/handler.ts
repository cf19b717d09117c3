// Wires PUT /files/{id}/grants/{principal} to DynamoDB.

import { auditWith, rememberFiles } from '../audit.ts';
import { connectDynamo } from '../aws/connect.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { addGrantWith } from '../aws/dynamodb/grants.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { noContent } from '../http/http.ts';
import { readGrantee } from '../http/read-grantee.ts';
import { logOutcome } from '../log.ts';
import { shareFile } from './add-grant.ts';

const { TABLE_NAME } = readEnvironment('TABLE_NAME');
const dynamo = connectDynamo();
const files = rememberFiles(findAccessWith(dynamo, TABLE_NAME));
const audit = auditWith(config);

const share = shareFile({
  config,
  findAccess: files.findAccess,
  addGrant: addGrantWith(dynamo, TABLE_NAME),
  now: () => new Date(),
});

export const handler = apiGateway(async (_request, { principal, params }) => {
  const fileId = params.id ?? '';
  const grantee = readGrantee(params);
  await share(fileId, grantee, principal);
  logOutcome({ event: 'file_shared', fileId, by: principal.sub, with: grantee });
  audit('file_shared', principal, files.fileFor(principal, fileId), { with: grantee });
  return noContent();
}, config.auth);
