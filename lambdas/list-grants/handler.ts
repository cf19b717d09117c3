// Wires GET /files/{id}/grants to DynamoDB.

import { connectDynamo } from '../aws/connect.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { listGrantsWith } from '../aws/dynamodb/grants.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { json } from '../http/http.ts';
import { pageRequestSchema } from '../http/page-requests.ts';
import { readQuery } from '../http/request.ts';
import { listFileGrants } from './list-grants.ts';

const { TABLE_NAME, CURSOR_KEY } = readEnvironment('TABLE_NAME', 'CURSOR_KEY');
const dynamo = connectDynamo();

const list = listFileGrants({
  config,
  findAccess: findAccessWith(dynamo, TABLE_NAME),
  listGrants: listGrantsWith(dynamo, TABLE_NAME),
  cursorKey: CURSOR_KEY,
});

export const handler = apiGateway(
  async (request, { principal, params }) =>
    json(200, await list(params.id ?? '', readQuery(request, pageRequestSchema), principal)),
  config.auth,
  { query: true },
);
