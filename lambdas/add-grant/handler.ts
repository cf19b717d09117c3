// Wires PUT /files/{id}/grants/{principal} to DynamoDB.
import config from '../../airlock.config.ts';
import { apiGateway } from '../aws/api-gateway.ts';
import { connectDynamo } from '../aws/connect.ts';
import { findAccessIn } from '../aws/find-access.ts';
import { addGrantTo } from '../aws/grants.ts';
import { readEnvironment } from '../env.ts';
import { noContent } from '../http.ts';
import { logOutcome } from '../log.ts';
import { readGrantee } from '../request.ts';
import { shareFile } from './add-grant.ts';

const { TABLE_NAME } = readEnvironment('TABLE_NAME');
const dynamo = connectDynamo();

const share = shareFile({
  config,
  findAccess: findAccessIn(dynamo, TABLE_NAME),
  addGrant: addGrantTo(dynamo, TABLE_NAME),
  now: () => new Date(),
});

export const handler = apiGateway(async (_request, { principal, params }) => {
  const fileId = params.id ?? '';
  const grantee = readGrantee(params);
  await share(fileId, grantee, principal);
  logOutcome({ event: 'file_shared', fileId, by: principal.sub, with: grantee });
  return noContent();
}, config.groupsClaim);
