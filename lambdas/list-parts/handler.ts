// Wires GET /files/{id}/parts to DynamoDB and S3.

import { connectDynamo, connectS3 } from '../aws/connect.ts';
import { findAccessWith } from '../aws/dynamodb/find-access.ts';
import { apiGateway, apiGatewayPermitted, apiGatewayRoutes } from '../aws/events/api-gateway.ts';
import { listPartsWith } from '../aws/s3/list-parts.ts';
import { config } from '../config/deployed.ts';
import { readEnvironment } from '../env.ts';
import { json, type Route } from '../http/http.ts';
import { listStoredParts } from './list-parts.ts';

const { TABLE_NAME, MEDIA_BUCKET } = readEnvironment('TABLE_NAME', 'MEDIA_BUCKET');

const list = listStoredParts({
  config,
  findAccess: findAccessWith(connectDynamo(), TABLE_NAME),
  listParts: listPartsWith(connectS3(), MEDIA_BUCKET),
  now: () => new Date(),
});

const listAll: Route = async (_request, { principal, params }) =>
  json(200, await list(params.id ?? '', principal));

export const handler = apiGatewayRoutes({
  'GET /files/{id}/parts': apiGateway(listAll, config.auth),
  'GET /permitted/files/{id}/parts': apiGatewayPermitted(listAll),
});
