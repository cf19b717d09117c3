// Wires GET /files/{id}/links to DynamoDB.

import { connectDynamo } from '../aws/connect.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { listLinksWith } from '../aws/dynamodb/links.ts';
import { apiGateway } from '../aws/events/api-gateway.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { json } from '../http/http.ts';
import { pageRequestSchema } from '../http/page-requests.ts';
import { readQuery } from '../http/request.ts';
import { listFileLinks } from './list-links.ts';

const { TABLE_NAME, CURSOR_KEY } = readEnvironment('TABLE_NAME', 'CURSOR_KEY');
const dynamo = connectDynamo();

const list = listFileLinks({
  config,
  findAccess: findAccessWith(dynamo, TABLE_NAME),
  listLinks: listLinksWith(dynamo, TABLE_NAME),
  cursorKey: CURSOR_KEY,
  now: () => new Date(),
});

export const handler = apiGateway(
  async (request, { principal, params }) =>
    json(200, await list(params.id ?? '', readQuery(request, pageRequestSchema), principal)),
  config.auth,
  { query: true },
);
