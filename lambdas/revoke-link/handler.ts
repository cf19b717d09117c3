// Wires DELETE /files/{id}/links/{linkId} to DynamoDB.

import { auditWith, rememberFiles } from '../audit.ts';
import { connectDynamo } from '../aws/connect.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { removeLinkWith } from '../aws/dynamodb/links.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { noContent } from '../http/http.ts';
import { logOutcome } from '../log.ts';
import { revokeLink } from './revoke-link.ts';

const { TABLE_NAME } = readEnvironment('TABLE_NAME');
const dynamo = connectDynamo();
const files = rememberFiles(findAccessWith(dynamo, TABLE_NAME));
const audit = auditWith(config);

const revoke = revokeLink({
  config,
  findAccess: files.findAccess,
  removeLink: removeLinkWith(dynamo, TABLE_NAME),
});

export const handler = apiGateway(async (_request, { principal, params }) => {
  const { id: fileId = '', linkId = '' } = params;
  await revoke(fileId, linkId, principal);
  logOutcome({ event: 'link_revoked', fileId, by: principal.sub, linkId });
  audit('link_revoked', principal, files.fileFor(principal, fileId), { linkId });
  return noContent();
}, config.auth);
