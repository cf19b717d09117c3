// Wires POST /owners/{owner}/deletions to DynamoDB.
import { auditWith } from '../audit.ts';
import { connectDynamo } from '../aws/connect.ts';
import { findFilesWith } from '../aws/dynamodb/find-files.ts';
import { listFilesWith } from '../aws/dynamodb/list-files.ts';
import { removeGrantsToWith, removeUsageWith } from '../aws/dynamodb/owners.ts';
import { removeFileWith } from '../aws/dynamodb/remove-file.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { json } from '../http/http.ts';
import { check } from '../http/request.ts';
import { owner as ownerField } from '../http/request-fields.ts';
import { logOutcome } from '../log.ts';
import { deleteOwner } from './delete-owner.ts';

const { TABLE_NAME } = readEnvironment('TABLE_NAME');
const dynamo = connectDynamo();

const audit = auditWith(config);
const removeOwner = deleteOwner({
  config,
  listFiles: listFilesWith(dynamo, TABLE_NAME),
  findFiles: findFilesWith(dynamo, TABLE_NAME),
  removeFile: removeFileWith(dynamo, TABLE_NAME),
  removeGrantsTo: removeGrantsToWith(dynamo, TABLE_NAME),
  removeUsage: removeUsageWith(dynamo, TABLE_NAME),
  now: () => new Date(),
});

export const handler = apiGateway(async (_request, { principal, params }) => {
  const owner = check(ownerField, params.owner, 'owner');
  const outcome = await removeOwner(owner, principal);
  logOutcome({ event: 'owner_deleted', owner, by: principal.sub, ...outcome });
  audit('owner_deleted', principal, { owner }, outcome);
  return json(200, outcome);
}, config.auth);
